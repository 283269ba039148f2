using System.Text.Json;
using Whelk.Errors;
using Whelk.Oci;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>state</c>: the specification's JSON on standard output.</summary>
internal static class StateCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var folder = VmFolder.Existing(options.Root, Arguments.Parse(options.Rest, [], []).Word(0, "the container's id"));
        var record = folder.ReadRecord() ?? throw new WhelkException(ErrorCode.NotFound, $"container \"{folder.Id}\" does not exist");
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(VmStatus.StateOf(folder, record, folder.ReadConfig()), OciJson.Default.RuntimeState));
        return 0;
    }
}
