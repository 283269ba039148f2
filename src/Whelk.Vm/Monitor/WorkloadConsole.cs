using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Whelk.Linux.Terminals;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Monitor;

/// <summary>The host's terminal of a process: a pair whose master the caller gets, or the terminal the caller runs in.</summary>
internal sealed class WorkloadConsole : IDisposable
{
    private readonly SafeFileHandle? _peer;
    private readonly RawMode? _raw;

    private WorkloadConsole(Stdio stdio, SafeFileHandle? peer, RawMode? raw) => (Stdio, _peer, _raw) = (stdio, peer, raw);

    internal Stdio Stdio { get; }

    /// <summary>The terminal's size, or null where there is no terminal.</summary>
    internal TerminalSize? Size => Stdio.IsTerminal ? PseudoTerminal.SizeOf(Stdio.Input) : null;

    /// <param name="terminal">Whether the process has one.</param>
    /// <param name="socket">The console socket; null with a terminal means that descriptor 0 is one.</param>
    internal static WorkloadConsole Open(bool terminal, string? socket) => (terminal, socket) switch
    {
        (false, _) => new WorkloadConsole(Stdio.Inherited(), null, null),
        (true, null) => OnCallersTerminal(),
        (true, { } path) => OnNewTerminal(path),
    };

    /// <summary>Refuses a path that no socket can have. unix(7), sun_path.</summary>
    internal static void CheckSocket(string? path)
    {
        const int Longest = 107;
        if (path is not null && Encoding.UTF8.GetByteCount(Path.GetFullPath(path)) is > Longest and var length)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"--console-socket {path}: {length} bytes, and the path of a socket has at most {Longest}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _raw?.Dispose();
        _peer?.Dispose();
    }

    private static WorkloadConsole OnCallersTerminal()
    {
        var terminal = Descriptor.Inherited(0);
        return new WorkloadConsole(Stdio.Terminal(terminal), null, RawMode.IsTerminal(0) ? RawMode.Enter(terminal) : null);
    }

    // The discipline of the line is the guest's: ours passes everything through.
    private static WorkloadConsole OnNewTerminal(string path)
    {
        var (master, peer) = PseudoTerminal.Open();
        using (master)
        {
            ControllingTerminal.Take(peer);
            var raw = RawMode.Enter(peer);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            DescriptorPassing.Send(socket.SafeHandle, master, "/dev/ptmx"u8);
            return new WorkloadConsole(Stdio.Terminal(peer), peer, raw);
        }
    }
}
