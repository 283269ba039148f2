using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Whelk.Testing;

namespace Whelk.Cli.Tests.Support;

/// <summary>A daemon of the test's own on a unix socket: answers by route, and keeps what it was asked.</summary>
internal sealed class FakeEngine : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<string, Func<FakeRequest, FakeAnswer>> _answers = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly ConcurrentBag<Socket> _clients = [];
    private readonly ConcurrentBag<Thread> _threads = [];

    internal FakeEngine()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_scratch["engine.sock"]));
        _listener.Listen();
        Start(Accept);
    }

    internal string Address => $"unix://{_scratch["engine.sock"]}";

    internal IReadOnlyList<FakeRequest> Requests => [.. _requests];

    internal IEnumerable<string> Routes => _requests.Select(request => request.Route);

    internal void On(string route, FakeAnswer answer) => On(route, _ => answer);

    internal void On(string route, Func<FakeRequest, FakeAnswer> answer) => _answers[route] = answer;

    /// <summary>The one request of this route.</summary>
    internal FakeRequest Single(string route) => _requests.Single(request => request.Route == route);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _scratch.Dispose();
    }

    private void Start(Action body)
    {
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException)
            {
                // The client, or the test, has ended.
            }
        }) { IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Accept()
    {
        while (true)
        {
            var client = _listener.Accept();
            _clients.Add(client);
            Start(() => Serve(client));
        }
    }

    private void Serve(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        while (Read(stream) is { } request)
        {
            _requests.Enqueue(request);
            var answer = _answers.TryGetValue(request.Route, out var known) ? known(request) : FakeAnswer.Error(404, $"page not found: {request.Route}");
            stream.Write(answer.Bytes);
            if (answer.Stream is { } hijacked)
            {
                hijacked(stream);
                return;
            }
        }
    }

    private static FakeRequest? Read(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (stream.ReadByte() is var value and >= 0)
            {
                head.Append((char)value);
            }
            else
            {
                return null;
            }
        }

        var text = head.ToString();
        var words = text.Split(' ', 3);
        return new FakeRequest(words[0], words[1], text, Encoding.UTF8.GetString(text.Contains("chunked", StringComparison.Ordinal) ? ReadChunks(stream) : ReadExactly(stream, LengthIn(text))));
    }

    private static int LengthIn(string head) => head.Split("Content-Length: ") is [_, var rest] ? int.Parse(rest.Split('\r')[0], CultureInfo.InvariantCulture) : 0;

    private static byte[] ReadExactly(Stream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] ReadChunks(Stream stream)
    {
        var all = new MemoryStream();
        while (true)
        {
            var line = new StringBuilder();
            for (int value; (value = stream.ReadByte()) != '\n';)
            {
                line.Append((char)value);
            }

            var size = int.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            all.Write(ReadExactly(stream, size));
            ReadExactly(stream, 2);
            if (size == 0)
            {
                return all.ToArray();
            }
        }
    }
}
