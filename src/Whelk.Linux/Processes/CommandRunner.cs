using System.Text;
using Microsoft.Win32.SafeHandles;
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
        var output = CollectAsync(stdout.Read);
        var error = CollectAsync(stderr.Read);
        await FeedAsync(stdin.Write, input);
        try
        {
            await Task.WhenAll(output, error).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            child.Signal(SignalNumber.SIGKILL);
            await child.WaitAsync(CancellationToken.None);
            throw;
        }

        var status = await child.WaitAsync(CancellationToken.None);
        return new CommandResult(status, await output, await error);
    }

    private static async Task FeedAsync(SafeFileHandle pipe, ReadOnlyMemory<byte> input)
    {
        if (!input.IsEmpty)
        {
            Descriptor.SetNonBlocking(pipe);
            await Descriptor.WriteAsync(pipe, input, CancellationToken.None);
            Waiting.FdWatcher.Shared.Forget(pipe);
        }

        pipe.Dispose();
    }

    private static async Task<string> CollectAsync(SafeFileHandle pipe)
    {
        Descriptor.SetNonBlocking(pipe);
        using var collected = new MemoryStream();
        var buffer = new byte[8192];
        int count;
        while ((count = await Descriptor.ReadAsync(pipe, buffer, CancellationToken.None)) > 0)
        {
            if (collected.Length < OutputLimit)
            {
                await collected.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
            }
        }

        Waiting.FdWatcher.Shared.Forget(pipe);
        return Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length);
    }
}
