using System.Buffers.Binary;
using CsCheck;
using Xunit;

namespace Whelk.Guest.Protocol.Tests;

public sealed class FrameParserTests
{
    private static readonly Gen<(FrameType Type, ushort Stream, byte[] Payload)> Frames =
        Gen.Select(Gen.UShort, Gen.UShort, Gen.Byte.Array[0, 3000], (type, stream, payload) => ((FrameType)type, stream, payload));

    /// <summary>Lengths that a hostile side claims, and whether they are refused as soon as the header is there.</summary>
    public static TheoryData<string, uint, bool> Lengths { get; } = new()
    {
        { "nothing", 0, false },
        { "the largest payload", FrameLimits.Payload, false },
        { "one byte more", FrameLimits.Payload + 1, true },
        { "the sign bit", 0x8000_0000, true },
        { "minus one", 0xFFFF_FFFF, true },
        { "what overflows with the header", 0xFFFF_FFF8, true },
    };

    [Fact]
    public void Read_frames_cut_anywhere_come_out_whole() => Gen.Select(Frames.List[0, 8], Gen.Int[1, 4000]).Sample((frames, chunk) =>
    {
        var wire = frames.SelectMany(frame => FrameEncoder.Encode(frame.Type, frame.Stream, frame.Payload)).ToArray();
        var read = Feed(new FrameParser(), wire, chunk);
        Assert.Equal(frames.Count, read.Count);
        foreach (var (sent, got) in frames.Zip(read))
        {
            Assert.Equal((sent.Type, sent.Stream), (got.Type, got.Stream));
            Assert.Equal(sent.Payload, got.Payload);
        }
    });

    [Fact]
    public void Read_any_bytes_end_in_frames_or_a_protocol_error() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 50]).Sample((bytes, chunk) =>
    {
        try
        {
            var total = Feed(new FrameParser(), bytes, chunk).Sum(frame => FrameLimits.Header + frame.Payload.Length);
            return total <= bytes.Length;
        }
        catch (ProtocolException)
        {
            return true;
        }
    });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Read_hostile_length_is_refused_or_waited_for(string trick, uint length, bool refused)
    {
        Assert.NotEmpty(trick);
        var parser = new FrameParser();
        var header = new byte[FrameLimits.Header];
        BinaryPrimitives.WriteUInt32LittleEndian(header, length);
        header.CopyTo(parser.Room());
        parser.Advance(header.Length);
        if (refused)
        {
            Assert.Throws<ProtocolException>(() => parser.TryRead(out _));
        }
        else
        {
            Assert.Equal(length == 0, parser.TryRead(out _));
        }
    }

    [Fact]
    public void Room_claimed_but_unsent_payload_takes_no_memory()
    {
        var parser = new FrameParser();
        var header = new byte[FrameLimits.Header];
        BinaryPrimitives.WriteUInt32LittleEndian(header, FrameLimits.Payload);
        header.CopyTo(parser.Room());
        parser.Advance(header.Length);
        Assert.False(parser.TryRead(out _));
        Assert.InRange(parser.Room().Length, 1, FrameLimits.Header + FrameLimits.Data);
    }

    [Fact]
    public void Read_truncated_frame_waits_for_the_rest()
    {
        var wire = FrameEncoder.Encode(FrameType.Out, 7, "hello"u8);
        var parser = new FrameParser();
        Assert.Empty(Feed(parser, wire[..^1], 3));
        Assert.Equal("hello"u8.ToArray(), Assert.Single(Feed(parser, wire[^1..], 3)).Payload);
    }

    [Fact]
    public void Encode_payload_beyond_the_limit_is_refused() =>
        Assert.Throws<ProtocolException>(() => FrameEncoder.Encode(FrameType.Setup, 0, new byte[FrameLimits.Payload + 1]));

    private static List<(FrameType Type, ushort Stream, byte[] Payload)> Feed(FrameParser parser, byte[] wire, int chunk)
    {
        var read = new List<(FrameType, ushort, byte[])>();
        for (var at = 0; at < wire.Length;)
        {
            var room = parser.Room();
            var count = Math.Min(Math.Min(chunk, room.Length), wire.Length - at);
            wire.AsMemory(at, count).CopyTo(room);
            parser.Advance(count);
            at += count;
            while (parser.TryRead(out var frame))
            {
                read.Add((frame.Type, frame.Stream, frame.Payload.ToArray()));
            }
        }

        return read;
    }
}
