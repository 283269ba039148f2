using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Signals;
using Whelk.Linux.Waiting;

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
        var output = CollectAsync(stdout.Read, ended.Token);
        var error = CollectAsync(stderr.Read, ended.Token);
        try
        {
            await FeedAsync(stdin.Write, input, ended.Token);
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

    private static async Task FeedAsync(SafeFileHandle pipe, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            Descriptor.SetNonBlocking(pipe);
            await Descriptor.WriteAsync(pipe, input, cancellationToken);
        }
        finally
        {
            FdWatcher.Shared.Forget(pipe);
            pipe.Dispose();
        }
    }

    private static async Task<string> CollectAsync(SafeFileHandle pipe, CancellationToken cancellationToken)
    {
        using var collected = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            Descriptor.SetNonBlocking(pipe);
            int count;
            while ((count = await Descriptor.ReadAsync(pipe, buffer, cancellationToken)) > 0)
            {
                if (collected.Length < OutputLimit)
                {
                    await collected.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
                }
            }
        }
        finally
        {
            FdWatcher.Shared.Forget(pipe);
        }

        return Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length);
    }
}
