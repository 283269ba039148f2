using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Engine.Files;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Images.Archives;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Engine.Inside;

/// <summary>Looks into a running workload by its runtime's own command, a process for each look. What comes back is the workload's word, and bounded.</summary>
/// <param name="runtime">How to call the runtime.</param>
/// <param name="command">The runtime's command for it.</param>
/// <param name="id">The workload.</param>
internal sealed class InsideLook(RuntimeInvocation runtime, string command, string id)
{
    private const int LongestReason = 4096;

    /// <summary>What a look answers, in memory.</summary>
    /// <exception cref="WhelkException">Corrupt: the answer has more bytes than <paramref name="longest"/>.</exception>
    internal async Task<byte[]> AskAsync(IReadOnlyList<string> words, int longest, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await ReceiveAsync(words, new BoundedStream(answer, longest, cuts: false), cancellationToken);
        return answer.ToArray();
    }

    /// <summary>A look whose answer is an archive.</summary>
    internal async Task ReceiveAsync(IReadOnlyList<string> words, Stream target, CancellationToken cancellationToken)
    {
        using var output = Pipe.Create();
        await RunAsync(words, null, output.Write, () => PipeCopy.ToStreamAsync(output.Read, target, cancellationToken), cancellationToken);
    }

    /// <summary>A look that takes an archive.</summary>
    internal async Task SendAsync(IReadOnlyList<string> words, ArchiveStream archive, CancellationToken cancellationToken)
    {
        using var input = Pipe.Create();
        await RunAsync(words, input.Read, null, () => PipeCopy.FromArchiveAsync(archive, input.Write, cancellationToken), cancellationToken);
    }

    private async Task RunAsync(IReadOnlyList<string> words, SafeFileHandle? input, SafeFileHandle? output, Func<Task> copy, CancellationToken cancellationToken)
    {
        using var error = Pipe.Create();
        using var child = ChildProcess.Start(new SpawnOptions
        {
            Path = runtime.Path,
            Arguments = ["--root", runtime.StateRoot, command, id, .. words],
            StandardInput = input,
            StandardOutput = output,
            StandardError = error.Write,
        });
        error.Write.Dispose();
        input?.Dispose();
        output?.Dispose();
        using var reason = new MemoryStream();
        var reading = PipeCopy.ToStreamAsync(error.Read, new BoundedStream(reason, LongestReason, cuts: true), CancellationToken.None);
        try
        {
            await copy();
        }
        catch (Exception)
        {
            // Nobody wants its answer any more: without its proxy the process in the workload ends too.
            child.Signal(SignalNumber.SIGKILL);
            await child.WaitAsync(CancellationToken.None);
            await reading;
            throw;
        }

        var status = await WaitAsync(child, cancellationToken);
        await reading;
        if (!status.Succeeded)
        {
            throw InsideFailure.Of(Encoding.UTF8.GetString(reason.GetBuffer(), 0, (int)reason.Length));
        }
    }

    private static async Task<ExitStatus> WaitAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        try
        {
            return await child.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            child.Signal(SignalNumber.SIGKILL);
            await child.WaitAsync(CancellationToken.None);
            throw;
        }
    }
}
