using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>ps</c>: the host's processes of a VM (the guest's own are seen by exec).</summary>
internal static class PsCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["format", "f"], []);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var record = folder.ReadRecord() ?? throw new WhelkException(ErrorCode.NotFound, $"container \"{folder.Id}\" does not exist");
        var pids = Cgroup.Of(record.Cgroups, record.CgroupsMade).Processes().ToArray();
        if ((arguments.Value("format") ?? arguments.Value("f")) == "json")
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(pids, StoreJson.Default.Int32Array));
        }
        else
        {
            await Console.Out.WriteLineAsync($"PID\n{string.Join('\n', pids)}");
        }

        return 0;
    }
}
