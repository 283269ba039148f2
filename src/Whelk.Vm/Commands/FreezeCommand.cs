using Whelk.Errors;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>pause</c> and <c>resume</c>: the whole VM stands still.</summary>
internal static class FreezeCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options, string operation)
    {
        var folder = VmFolder.Existing(options.Root, Arguments.Parse(options.Rest, [], []).Word(0, "the container's id"));
        var (code, message) = await ControlFrame.AskAsync(folder, operation, 0, CancellationToken.None);
        return code == 0 ? 0 : throw new WhelkException(ErrorCode.InvalidState, message);
    }
}
