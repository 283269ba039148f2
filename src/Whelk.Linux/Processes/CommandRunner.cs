using Whelk.Linux.Files;
using Whelk.Linux.Signals;

namespace Whelk.Linux.Processes;

/// <summary>Runs short commands to their end.</summary>
public static class CommandRunner
{
    private const int OutputLimit = 16 * 1024 * 1024;

    /// <summary>Starts it, feeds <paramref name="input"/>, collects both outputs (16 MiB each at most). Cancelling kills the command.</summary>
    public static async Task<CommandResult> RunAsync(SpawnOptions options, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var stdin = Pipe.Create();
        using var stdout = Pipe.Create();
        using var stderr = Pipe.Create();
        using var child = ChildProcess.Start(options with { StandardInput = stdin.Read, StandardOutput = stdout.Write, StandardError = stderr.Write });
        stdin.Read.Dispose();
        stdout.Write.Dispose();
        stderr.Write.Dispose();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = PipeText.ReadAsync(stdout.Read, OutputLimit, ended.Token);
        var error = PipeText.ReadAsync(stderr.Read, OutputLimit, ended.Token);
        try
        {
            await PipeText.WriteAsync(stdin.Write, input, ended.Token);
            await Task.WhenAll(output, error);
        }
        catch
        {
            await KillAsync(child);

            // Somebody whom the command has started may hold its pipes open: nobody waits for those.
            await ended.CancelAsync();
            await ((Task)Task.WhenAll(output, error)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return new CommandResult(await child.WaitAsync(CancellationToken.None), await output, await error);
    }

    private static async Task KillAsync(ChildProcess child)
    {
        child.Signal(SignalNumber.SIGKILL);
        await child.WaitAsync(CancellationToken.None);
    }
}
