using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary><c>update</c>: new limits for the host's control group. The guest's memory itself cannot grow.</summary>
internal static class UpdateCommand
{
    internal static Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["resources", "r"], []);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var record = folder.ReadRecord() ?? throw new WhelkException(ErrorCode.NotFound, $"container \"{folder.Id}\" does not exist");
        var resources = Read(arguments.Value("resources") ?? arguments.Value("r") ?? throw new WhelkException(ErrorCode.InvalidArgument, "--resources is missing"));
        var guestMiB = GuestSize.MemoryMiB(folder.ReadConfig());
        if (resources.Memory?.Limit is > 0 and { } limit && limit > (long)guestMiB << 20)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"the virtual machine has {guestMiB} MiB of memory: more needs a new one");
        }

        Cgroup.Of(record.Cgroups, record.CgroupsMade).Apply(GuestSize.OfHost(resources, guestMiB));
        return Task.FromResult(0);
    }

    private static LinuxResources Read(string source)
    {
        using var content = new MemoryStream();
        using (var input = source == "-" ? Console.OpenStandardInput() : File.OpenRead(source))
        {
            input.CopyTo(content);
        }

        return SpecReader.Resources(content.ToArray(), "--resources");
    }
}
