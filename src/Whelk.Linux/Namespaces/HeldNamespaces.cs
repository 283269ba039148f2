using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Namespaces;

/// <summary>
/// A user namespace, and a network namespace that belongs to it, held by a process that does nothing; it ends with this object, or with whoever made it. A process with
/// threads cannot make a user namespace itself. user_namespaces(7).
/// </summary>
public sealed class HeldNamespaces : IAsyncDisposable
{
    // Answers only once it is in the namespaces, and ends with its standard input.
    private const string Holder = "/bin/cat";

    private const int LongestError = 4096;
    private readonly ChildProcess _process;
    private readonly SafeFileHandle _input;

    private HeldNamespaces(ChildProcess process, SafeFileHandle input) => (_process, _input) = (process, input);

    /// <summary>The user namespace, for as long as this is held.</summary>
    public string User => PathOf("user");

    /// <summary>The network namespace, for as long as this is held; nothing is in it but a loopback interface that is down.</summary>
    public string Network => PathOf("net");

    /// <summary>Makes them.</summary>
    /// <param name="spawn">The program `spawn` (src/native/spawn.c).</param>
    /// <param name="ids">The users and groups of the user namespace.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <exception cref="WhelkException">Unavailable: the kernel says why.</exception>
    public static async Task<HeldNamespaces> CreateAsync(string spawn, IdRange ids, CancellationToken cancellationToken)
    {
        using var output = Pipe.Create();
        using var error = Pipe.Create();
        var input = Pipe.Create();
        HeldNamespaces? held = null;
        try
        {
            held = new HeldNamespaces(
                ChildProcess.Start(new SpawnOptions
                {
                    Path = spawn,
                    Arguments = ["--unshare", (Libc.CLONE_NEWUSER | Libc.CLONE_NEWNET).ToString("x", CultureInfo.InvariantCulture), "--", Holder],
                    StandardInput = input.Read,
                    StandardOutput = output.Write,
                    StandardError = error.Write,
                }),
                input.Write);
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
            await ExpectAnswerAsync(input.Write, output.Read, error.Read, cancellationToken);
            held.Map(ids);
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

    /// <summary>Lets go of them; what has entered them, or pinned one, keeps them.</summary>
    public async ValueTask DisposeAsync()
    {
        _input.Dispose();
        _process.Signal(SignalNumber.SIGKILL);
        await _process.WaitAsync();
        _process.Dispose();
    }

    private static async Task ExpectAnswerAsync(SafeFileHandle question, SafeFileHandle answer, SafeFileHandle error, CancellationToken cancellationToken)
    {
        Descriptor.SetNonBlocking(answer);
        try
        {
            var asked = await Descriptor.WriteAsync(question, "\n"u8.ToArray(), cancellationToken);
            if (!asked || await Descriptor.ReadAsync(answer, new byte[1], cancellationToken) == 0)
            {
                var said = await PipeText.ReadAsync(error, LongestError, cancellationToken);
                throw new WhelkException(ErrorCode.Unavailable, $"cannot make a user namespace: {said.Trim()}");
            }
        }
        finally
        {
            FdWatcher.Shared.Forget(answer);
        }
    }

    // One write each: the kernel takes no second.
    private void Map(IdRange ids)
    {
        foreach (var file in (ReadOnlySpan<string>)["uid_map", "gid_map"])
        {
            using var map = Descriptor.Open($"/proc/{_process.Pid}/{file}", write: true);
            RandomAccess.Write(map, System.Text.Encoding.ASCII.GetBytes($"0 {ids.Start} {ids.Size}\n"), 0);
        }
    }

    private string PathOf(string kind) => $"/proc/{_process.Pid.ToString(CultureInfo.InvariantCulture)}/ns/{kind}";
}
