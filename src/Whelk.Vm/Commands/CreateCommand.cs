using Whelk.Vm.CommandLine;

namespace Whelk.Vm.Commands;

/// <summary><c>create</c>: everything but the workload itself is there when it returns; the guest boots meanwhile.</summary>
internal static class CreateCommand
{
    internal static readonly string[] Valued = ["bundle", "b", "pid-file", "console-socket", "preserve-fds", "pidfd-socket"];
    internal static readonly string[] Flags = ["no-pivot", "no-new-keyring", "detach", "d", "keep"];

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        await Creation.RunAsync(Creation.Read(options, Arguments.Parse(options.Rest, Valued, Flags), onCallersTerminal: false), CancellationToken.None);
        return 0;
    }
}
