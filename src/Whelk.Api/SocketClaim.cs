using System.Net.Sockets;
using System.Text;
using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Api;

/// <summary>Whether a path is free for a daemon's socket.</summary>
public static class SocketClaim
{
    private const int LongestPath = 107;
    private static readonly byte[] Ping = "GET /_ping HTTP/1.1\r\nHost: whelk\r\nConnection: close\r\n\r\n"u8.ToArray();

    // What a killed daemon was just starting holds its socket until it has become its own program: some milliseconds, on a busy host.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Refuses a path at which somebody answers, and removes a socket that nobody owns any more.</summary>
    /// <exception cref="WhelkException">Conflict, or InvalidArgument for a path that cannot be a socket.</exception>
    public static async Task TakeAsync(string socketPath, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(socketPath) > LongestPath)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"the socket's path is longer than {LongestPath} bytes: {socketPath}");
        }

        switch (KindOf(socketPath))
        {
            case FileKind.None:
                return;
            case FileKind.Socket when !await IsOwnedAsync(socketPath, cancellationToken):
                File.Delete(socketPath);
                return;
            case FileKind.Socket:
                break;
            default:
                throw new WhelkException(ErrorCode.Conflict, $"cannot listen on unix://{socketPath}: the path is taken by something that is no socket");
        }

        throw new WhelkException(ErrorCode.Conflict, $"listen unix {socketPath}: bind: address already in use: is another daemon running?");
    }

    private static FileKind KindOf(string path)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(parent))
        {
            return FileKind.None;
        }

        using var folder = DirectoryHandle.Open(parent);
        return folder.TryStat(FilePath.From(Path.GetFileName(path)))?.Kind ?? FileKind.None;
    }

    private static async Task<bool> IsOwnedAsync(string socketPath, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        try
        {
            while (!await AnswersAsync(socketPath, bound.Token))
            {
                await Task.Delay(Pause, bound.Token);
            }

            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody listens, though he does not answer.
            return true;
        }
    }

    // False where the connection ended without a word: the last one who held the socket has gone, or is about to.
    private static async Task<bool> AnswersAsync(string socketPath, CancellationToken cancellationToken)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await probe.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        try
        {
            await probe.SendAsync(Ping, cancellationToken);
            return await probe.ReceiveAsync(new byte[1], cancellationToken) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
