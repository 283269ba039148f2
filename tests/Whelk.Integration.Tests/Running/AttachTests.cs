using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>POST …/attach with the log before the streams.</summary>
public abstract class AttachTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const int Lines = 100_000;
    private const int Readers = 6;

    [Theory]
    [InlineData("")]
    [InlineData("--log-opt max-size=1m --log-opt max-file=100")]
    [InlineData("--log-opt mode=non-blocking --log-opt max-buffer-size=64m")]
    public async Task Reader_who_comes_while_it_floods_gets_each_line_once_in_order(string options)
    {
        await using var workload = await StartAsync(Name("flood"), [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "whelk/base", "sh", "-c",
            $"for k in 0 1 2 3 4 5 6 7 8 9; do seq $((k * {Lines / 10} + 1)) $((k * {Lines / 10} + {Lines / 10})); done; exec sleep 1000"]);

        var expected = Enumerable.Range(1, Lines).Select(number => number.ToString(CultureInfo.InvariantCulture));
        foreach (var said in await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => ReadAsync(workload.Name, "logs=1&stream=1&stdout=1", $"\n{Lines}\n"))))
        {
            Assert.Equal(expected, said.TrimEnd('\n').Split('\n'));
        }
    }

    [Fact]
    public async Task Line_that_has_begun_is_whole_and_the_flags_choose_what_is_told()
    {
        await using var workload = await StartAsync(Name("begun"), "-i", "whelk/base", "sh", "-c", "echo one; echo err >&2; printf tw; read x; echo o; read x");
        await UntilAsync(async () => (await Daemon.WhelkAsync("logs", workload.Name)) is { Output: "one\n", Error: "err\n" });

        Assert.Equal("one\n", await ReadAsync(workload.Name, "logs=1&stdout=1", null));
        Assert.Equal("err\n", await ReadAsync(workload.Name, "logs=1&stderr=1", null));
        Assert.Equal(string.Empty, await ReadAsync(workload.Name, "logs=1", null));
        Assert.Equal("one\ntwo\n", await ReadAsync(workload.Name, "logs=1&stream=1&stdin=1&stdout=1", "two\n", "go\n"));
    }

    // To the end, or until that was said; without the frames.
    private async Task<string> ReadAsync(string workload, string query, string? last, string input = "")
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = await EngineSocket.ConnectAsync(Daemon.Socket, bound.Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1.45/containers/{workload}/attach?{query} HTTP/1.1\r\nHost: whelk\r\nContent-Length: 0\r\n\r\n"), bound.Token);
        await SkipHeadAsync(stream, bound.Token);
        await (input.Length > 0 ? stream.WriteAsync(Encoding.ASCII.GetBytes(input), bound.Token) : ValueTask.CompletedTask);
        var said = new StringBuilder();
        var header = new byte[8];
        while (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, bound.Token) == header.Length)
        {
            var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4))];
            await stream.ReadExactlyAsync(payload, bound.Token);
            said.Append(Encoding.ASCII.GetString(payload));
            if (last is not null && said.Length >= last.Length && said.ToString(said.Length - last.Length, last.Length) == last)
            {
                break;
            }
        }

        return said.ToString();
    }

    private static async Task SkipHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        Assert.StartsWith("HTTP/1.1 200", head.ToString(), StringComparison.Ordinal);
    }
}
