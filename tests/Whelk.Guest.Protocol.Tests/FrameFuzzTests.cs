using System.Buffers.Binary;
using Whelk.Testing;
using Xunit;

namespace Whelk.Guest.Protocol.Tests;

/// <summary>Whatever bytes come, from a guest or from a host: frames and values, or a protocol error; and no more memory than what came.</summary>
public sealed class FrameFuzzTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Random_bytes_end_in_frames_or_a_protocol_error() => FuzzCases.Run(Cases, static random =>
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        foreach (var at in Enumerable.Range(0, bytes.Length / 16))
        {
            // Lengths that fit now and then, so that there are frames behind the first.
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at * 16), (uint)random.Next(12));
        }

        Read(random, bytes);
    });

    [Fact]
    public void Mutated_frames_end_in_frames_or_a_protocol_error() => FuzzCases.Run(Cases, static random =>
        Read(random, Mutation.Of(random, [.. Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ => FuzzedFrame.Any(random))])));

    [Fact]
    public void Frames_that_are_as_they_should_be_are_read_whole() => FuzzCases.Run(Cases / 10, static random =>
    {
        var frames = Enumerable.Range(0, random.Next(1, 6)).Select(_ => FuzzedFrame.Any(random)).ToList();
        Assert.Equal((frames.Count, null), Read(random, [.. frames.SelectMany(frame => frame)]));
    });

    // How many frames were read, and what ended it.
    private static (int Frames, ProtocolException? End) Read(Random random, byte[] bytes)
    {
        var parser = new FrameParser();
        var frames = 0;
        try
        {
            for (var at = 0; at < bytes.Length;)
            {
                var room = parser.Room();
                Assert.InRange(room.Length, 1, FrameLimits.Header + FrameLimits.Data + (2 * bytes.Length));
                var count = Math.Min(Math.Min(random.Next(1, 1 + bytes.Length), room.Length), bytes.Length - at);
                bytes.AsMemory(at, count).CopyTo(room);
                parser.Advance(count);
                at += count;
                for (; parser.TryRead(out var frame); frames++)
                {
                    FuzzedFrame.Decode(frame);
                }
            }

            return (frames, null);
        }
        catch (ProtocolException exception)
        {
            return (frames, exception);
        }
    }
}
