using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Commands;

/// <summary>Runs hooks with the container's state on their standard input (OCI runtime specification, "POSIX-platform Hooks").</summary>
internal static class Hooks
{
    /// <exception cref="WhelkException">One failed or took too long.</exception>
    internal static async Task RunAsync(IReadOnlyList<HookSpec>? hooks, RuntimeState state, CancellationToken cancellationToken)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(state, OciJson.Default.RuntimeState);
        foreach (var hook in hooks ?? [])
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (hook.Timeout is > 0 and { } seconds)
            {
                bound.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            var options = new SpawnOptions
            {
                Path = hook.Path,
                Name = hook.Args is { Count: > 0 } args ? args[0] : hook.Path,
                Arguments = [.. (hook.Args ?? []).Skip(1)],
                Environment = hook.Env ?? [],
                WorkingDirectory = state.Bundle,
            };
            try
            {
                var result = await CommandRunner.RunAsync(options, input, bound.Token);
                if (!result.Status.Succeeded)
                {
                    throw new WhelkException(ErrorCode.Unavailable, $"error running hook {hook.Path}: exit status {result.Status.ShellCode}, stderr: {result.Error.Trim()}");
                }
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new WhelkException(ErrorCode.Timeout, $"error running hook {hook.Path}: not done within {hook.Timeout} s", exception);
            }
        }
    }
}
