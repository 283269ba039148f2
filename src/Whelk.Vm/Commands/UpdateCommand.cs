using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary><c>update</c>: new limits for the workload, in its guest, and for the machine, on the host. The guest's memory itself cannot grow.</summary>
internal static class UpdateCommand
{
    private const long MiB = 1 << 20;

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["resources", "r"], []);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var record = folder.ReadRecord() ?? throw new WhelkException(ErrorCode.NotFound, $"container \"{folder.Id}\" does not exist");
        var resources = Read(arguments.Value("resources") ?? arguments.Value("r") ?? throw new WhelkException(ErrorCode.InvalidArgument, "--resources is missing"));
        var config = folder.ReadConfig();
        if (record.Sandbox is not null)
        {
            await SetAsync(folder, GuestLimits.OfMember(resources));
            return 0;
        }

        var guestMiB = GuestSize.MemoryMiB(config);
        if (resources.Memory?.Limit is > 0 and { } limit && limit != config.Linux?.Resources?.Memory?.Limit && limit > GuestSize.RoomIn(guestMiB) * MiB)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"the virtual machine was started for a limit of {GuestSize.RoomIn(guestMiB)} MiB of memory at most: for more it must be started anew");
        }

        await SetAsync(folder, GuestLimits.Of(resources));
        Cgroup.Of(record.Cgroups, record.CgroupsMade).Apply(GuestSize.OfHost(resources, guestMiB));
        return 0;
    }

    private static async Task SetAsync(VmFolder folder, IReadOnlyList<CgroupSetting> limits)
    {
        if (limits.Count > 0)
        {
            var (code, message) = await ControlFrame.SetLimitsAsync(folder, limits, CancellationToken.None);
            if (code != 0)
            {
                throw new WhelkException(ErrorCode.InvalidState, message);
            }
        }
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
