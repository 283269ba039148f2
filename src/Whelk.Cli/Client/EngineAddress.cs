using System.Net.Sockets;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>Where the daemon listens: the path of a unix socket, as given by --host or WHELK_HOST.</summary>
internal sealed record EngineAddress
{
    public const string Variable = "WHELK_HOST";
    public const string Default = "unix:///run/whelk/whelk.sock";

    // sockaddr_un.sun_path holds 108 bytes with the terminating zero (unix(7)).
    private const int MaximumPathBytes = 107;

    private EngineAddress(string path) => Path = path;

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>The first of the given places that says anything, else the default.</summary>
    /// <exception cref="WhelkException">InvalidArgument: not a unix:// address, or a path too long for a socket.</exception>
    public static EngineAddress Choose(string? option, string? environment)
    {
        var text = string.IsNullOrEmpty(option) ? environment : option;
        return Parse(string.IsNullOrEmpty(text) ? Default : text);
    }

    /// <inheritdoc cref="Choose"/>
    public static EngineAddress Parse(string text)
    {
        var path = text.StartsWith("unix://", StringComparison.Ordinal) ? text["unix://".Length..] : text;
        if (!path.StartsWith('/'))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid host \"{text}\": only unix:///path is spoken");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(path) > MaximumPathBytes)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"unix socket path \"{path}\" is longer than {MaximumPathBytes} bytes");
        }

        return new EngineAddress(path);
    }

    /// <summary>A connected socket; whoever asks owns it.</summary>
    /// <exception cref="WhelkException">Unavailable: nobody listens there.</exception>
    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Path));
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw Unreachable(failure);
        }
    }

    public override string ToString() => $"unix://{Path}";

    private WhelkException Unreachable(SocketException failure) => failure.SocketErrorCode == SocketError.AccessDenied
        ? new WhelkException(ErrorCode.Denied, $"permission denied while trying to connect to the Whelk daemon socket at {this}", failure)
        : new WhelkException(ErrorCode.Unavailable, $"Cannot connect to the Whelk daemon at {this}. Is the whelk daemon running?", failure);
}
