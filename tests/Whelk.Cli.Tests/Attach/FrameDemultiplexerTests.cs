using System.Text;
using CsCheck;
using Whelk.Cli.Attach;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Attach;

public sealed class FrameDemultiplexerTests
{
    private static readonly byte[] Sample =
    [
        1, 0, 0, 0, 0, 0, 0, 2, .. "ab"u8, 2, 0, 0, 0, 0, 0, 0, 3, .. "err"u8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, .. "c"u8,
        2, 0, 0, 0, 0, 0, 1, 0, .. new byte[256], 1, 0, 0, 0, 0, 0, 0, 1, .. "d"u8,
    ];

    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();

    [Fact]
    public void Frames_torn_anywhere_give_the_same_bytes() => Gen.Int[1, Sample.Length].Array[0, 20].Sample(cuts =>
    {
        var test = new FrameDemultiplexerTests();
        var demultiplexer = test.Make();
        var bounds = cuts.Append(0).Append(Sample.Length).Distinct().Order().ToArray();
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            demultiplexer.Push(Sample.AsSpan(from..to));
        }

        demultiplexer.Complete();
        return Encoding.UTF8.GetString(test._output.ToArray()) == "abcd" && test._error.Length == 3 + 256;
    });

    [Theory]
    [InlineData("a head", 4)]
    [InlineData("data", 9)]
    public void End_within_a_frame_is_corrupt(string trick, int length)
    {
        var demultiplexer = Make();
        demultiplexer.Push(Sample.AsSpan(0, length));

        Assert.True(Assert.Throws<WhelkException>(demultiplexer.Complete).Code == ErrorCode.Corrupt, trick);
    }

    [Fact]
    public void Kind_that_is_unknown_is_corrupt() =>
        Assert.Equal("Unrecognized input header: 72", Assert.Throws<WhelkException>(() => Make().Push("HTTP/1.1"u8)).Message);

    [Fact]
    public void Frame_of_four_gigabytes_is_passed_on_as_it_comes()
    {
        var demultiplexer = Make();
        demultiplexer.Push([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. "begin"u8]);

        Assert.Equal("begin", Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public void Error_of_the_daemon_is_thrown_when_it_is_whole()
    {
        var demultiplexer = Make();
        demultiplexer.Push([3, 0, 0, 0, 0, 0, 0, 4, .. "lo"u8]);
        var error = Assert.Throws<WhelkException>(() => demultiplexer.Push("st"u8));

        Assert.Equal((ErrorCode.Internal, "error from daemon in stream: lost"), (error.Code, error.Message));
    }

    private FrameDemultiplexer Make() => new(_output, _error);
}
