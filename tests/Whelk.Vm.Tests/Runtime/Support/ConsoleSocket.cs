using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Whelk.Linux.Terminals;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>The caller's side of a terminal: the socket that gets the master, then the master.</summary>
internal sealed class ConsoleSocket : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private SafeFileHandle? _master;

    internal ConsoleSocket(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
    }

    internal string Path { get; }

    /// <summary>What the terminal shows.</summary>
    internal Transcript Screen { get; private set; } = null!;

    /// <summary>Takes the master; the runtime has sent it by the time its command returns.</summary>
    internal async Task OpenAsync()
    {
        using var connection = await _listener.AcceptAsync();
        connection.Blocking = true;
        _master = DescriptorPassing.Receive(connection.SafeHandle, new byte[64]).Descriptor ?? throw new IOException("no terminal came");
        Screen = new Transcript(Descriptor.Duplicate(_master));
    }

    internal Task TypeAsync(string text) => Descriptor.WriteAsync(_master!, Encoding.UTF8.GetBytes(text));

    internal void Resize(ushort rows, ushort columns) => PseudoTerminal.Resize(_master!, new TerminalSize(rows, columns));

    public void Dispose()
    {
        _listener.Dispose();
        Screen?.Dispose();
        _master?.Dispose();
    }
}
