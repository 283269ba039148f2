using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Whelk.Linux.Terminals;
using Whelk.Linux.Waiting;

namespace Whelk.Engine.Monitors;

/// <summary>The host's side of a process' standard streams: pipes, or a terminal that the runtime sends over a console socket.</summary>
internal sealed class ProcessStreams : IDisposable
{
    private readonly List<SafeFileHandle> _childEnds = [];
    private Socket? _console;
    private string? _consolePath;

    private ProcessStreams()
    {
    }

    /// <summary>What to write standard input to; null where it is /dev/null or closed.</summary>
    internal SafeFileHandle? Input { get; private set; }

    /// <summary>Standard output, or the terminal.</summary>
    internal SafeFileHandle? Output { get; private set; }

    /// <summary>Standard error; null with a terminal.</summary>
    internal SafeFileHandle? Error { get; private set; }

    /// <summary>What the runtime gives the process.</summary>
    internal required RuntimeStdio Stdio { get; init; }

    /// <param name="openStdin">Whether standard input is a pipe; else it is empty.</param>
    /// <param name="owner">Whom they belong to: who may open them by their names, /dev/stdout and the like. The runtime gives them on to the process' own user.</param>
    internal static ProcessStreams WithPipes(bool openStdin, uint owner)
    {
        var input = openStdin ? Pipe.Create() : null;
        var output = Pipe.Create();
        var error = Pipe.Create();
        var streams = new ProcessStreams
        {
            Stdio = new RuntimeStdio { Input = input?.Read, Output = output.Write, Error = error.Write },
            Input = input?.Write,
            Output = output.Read,
            Error = error.Read,
        };
        streams._childEnds.AddRange(input is null ? [output.Write, error.Write] : [input.Read, output.Write, error.Write]);
        foreach (var end in new[] { input?.Write, output.Read, error.Read }.OfType<SafeFileHandle>())
        {
            Descriptor.SetNonBlocking(end);
            Descriptor.ChangeOwner(end, owner, owner);
        }

        return streams;
    }

    internal static ProcessStreams WithTerminal(string consolePath)
    {
        var console = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(consolePath);
        console.Bind(new UnixDomainSocketEndPoint(consolePath));
        console.Listen(1);
        return new ProcessStreams { Stdio = new RuntimeStdio { ConsoleSocket = consolePath }, _console = console, _consolePath = consolePath };
    }

    /// <summary>Takes the terminal that the runtime has sent; nothing to do for pipes. The runtime has ended well before this.</summary>
    internal async Task ReceiveTerminalAsync(CancellationToken cancellationToken)
    {
        if (_console is null)
        {
            return;
        }

        using var connection = await _console.AcceptAsync(cancellationToken);
        await FdWatcher.Shared.ReadableAsync(connection.SafeHandle, cancellationToken);
        var (terminal, _) = DescriptorPassing.Receive(connection.SafeHandle, new byte[256]);
        FdWatcher.Shared.Forget(connection.SafeHandle);
        Output = terminal ?? throw new WhelkException(ErrorCode.Internal, "the runtime sent no terminal over the console socket");
        Descriptor.SetNonBlocking(terminal);
        Input = Descriptor.Duplicate(terminal);
        CloseConsole();
    }

    /// <summary>Closes what the child holds, so that the end of its streams is seen.</summary>
    internal void CloseChildEnds() => _childEnds.ForEach(end => end.Dispose());

    /// <summary>Closes standard input; the process sees its end. Idempotent.</summary>
    internal void CloseInput()
    {
        if (Input is { } input)
        {
            Input = null;
            FdWatcher.Shared.Forget(input);
            input.Dispose();
        }
    }

    internal void Resize(TerminalSize size)
    {
        if (Error is null && Output is { IsClosed: false } terminal)
        {
            PseudoTerminal.Resize(terminal, size);
        }
    }

    public void Dispose()
    {
        CloseChildEnds();
        CloseInput();
        CloseConsole();
        foreach (var end in new[] { Output, Error })
        {
            if (end is { IsClosed: false })
            {
                FdWatcher.Shared.Forget(end);
                end.Dispose();
            }
        }
    }

    private void CloseConsole()
    {
        _console?.Dispose();
        _console = null;
        if (_consolePath is not null)
        {
            File.Delete(_consolePath);
        }
    }
}
