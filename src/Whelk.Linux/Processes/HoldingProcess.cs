using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Signals;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Processes;

/// <summary>
/// A process that does nothing but be somewhere: cat(1), started through a program that takes it there. It ends with this object, or with this process, however that ends.
/// </summary>
internal sealed class HoldingProcess : IAsyncDisposable
{
    // Answers only once it is there, and ends with its standard input.
    private const string Holder = "/bin/cat";

    private const int LongestError = 4096;
    private readonly ChildProcess _process;
    private readonly SafeFileHandle _input;

    private HoldingProcess(ChildProcess process, SafeFileHandle input) => (_process, _input) = (process, input);

    /// <summary>Not another's before this is disposed: it is reaped then.</summary>
    internal int Pid => _process.Pid;

    /// <summary>Starts it and waits until it is there.</summary>
    /// <param name="doing">What cannot be done where it fails.</param>
    /// <param name="through">The program that takes it there and becomes it, with its arguments; empty for none.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <exception cref="WhelkException">Unavailable: in the words of that program.</exception>
    internal static async Task<HoldingProcess> StartAsync(string doing, IReadOnlyList<string> through, CancellationToken cancellationToken)
    {
        using var output = Pipe.Create();
        using var error = Pipe.Create();
        var input = Pipe.Create();
        HoldingProcess? held = null;
        try
        {
            IReadOnlyList<string> words = [.. through, Holder];
            held = new HoldingProcess(
                ChildProcess.Start(new SpawnOptions
                {
                    Path = words[0],
                    Arguments = [.. words.Skip(1)],
                    StandardInput = input.Read,
                    StandardOutput = output.Write,
                    StandardError = error.Write,
                    NewSession = true,
                }),
                input.Write);
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
            await ExpectAnswerAsync(doing, input.Write, output.Read, error.Read, cancellationToken);
            return held;
        }
        catch (Exception)
        {
            input.Dispose();
            if (held is not null)
            {
                await held.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _input.Dispose();
        _process.Signal(SignalNumber.SIGKILL);
        await _process.WaitAsync();
        _process.Dispose();
    }

    private static async Task ExpectAnswerAsync(string doing, SafeFileHandle question, SafeFileHandle answer, SafeFileHandle error, CancellationToken cancellationToken)
    {
        Descriptor.SetNonBlocking(answer);
        try
        {
            var asked = await Descriptor.WriteAsync(question, "\n"u8.ToArray(), cancellationToken);
            if (!asked || await Descriptor.ReadAsync(answer, new byte[1], cancellationToken) == 0)
            {
                var said = await PipeText.ReadAsync(error, LongestError, cancellationToken);
                throw new WhelkException(ErrorCode.Unavailable, $"cannot {doing}: {said.Trim()}");
            }
        }
        finally
        {
            FdWatcher.Shared.Forget(answer);
        }
    }
}
