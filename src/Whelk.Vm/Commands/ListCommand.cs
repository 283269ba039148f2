using System.Text.Json;
using Whelk.Oci;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>list</c>: the VMs below --root.</summary>
internal static class ListCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["format", "f"], ["quiet", "q"]);
        var json = (arguments.Value("format") ?? arguments.Value("f")) == "json";
        var states = from folder in VmFolder.All(options.Root) let record = folder.ReadRecord() where record is not null select VmStatus.StateOf(folder, record, null);
        if (json)
        {
            await Console.Out.WriteLineAsync($"[{string.Join(',', states.Select(state => JsonSerializer.Serialize(state, OciJson.Default.RuntimeState)))}]");
        }
        else
        {
            foreach (var state in states)
            {
                await Console.Out.WriteLineAsync(arguments.Flag("quiet") || arguments.Flag("q") ? state.Id : $"{state.Id}\t{state.Pid}\t{state.Status}\t{state.Bundle}");
            }
        }

        return 0;
    }
}
