using Xunit;

namespace Whelk.Guest.Protocol.Tests;

/// <summary>What a guest says that its workload uses: it may say anything.</summary>
public sealed class GuestUseTests
{
    private static readonly GuestUse Use = new() { Memory = 5, MemoryLimit = 6, Tasks = 7, TasksLimit = 8, MemoryDetails = [("anon", 1), ("inactive_file", 2)] };

    [Fact]
    public void Decode_gives_what_was_encoded()
    {
        var decoded = GuestUse.Decode(Use.Encode());
        Assert.Equal((5UL, 6UL, 7UL, 8UL), (decoded.Memory, decoded.MemoryLimit, decoded.Tasks, decoded.TasksLimit));
        Assert.Equal(Use.MemoryDetails, decoded.MemoryDetails);
    }

    public static TheoryData<string, GuestUse> Lies => new()
    {
        { "a count that is negative where others read it", Use with { Memory = ulong.MaxValue } },
        { "a limit beyond all numbers", Use with { MemoryLimit = 1UL << 63 } },
        { "a detail beyond all numbers", Use with { MemoryDetails = [("anon", 1UL << 63)] } },
        { "a name with an escape sequence", Use with { MemoryDetails = [("\u001b[31m", 1)] } },
        { "a name without end", Use with { MemoryDetails = [(new string('a', 65), 1)] } },
        { "no name", Use with { MemoryDetails = [(string.Empty, 1)] } },
        { "more details than any kernel has", Use with { MemoryDetails = [.. Enumerable.Range(0, 257).Select(number => ($"a{number}", 1UL))] } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Decode_refuses(string what, GuestUse use)
    {
        Assert.NotEmpty(what);
        Assert.Throws<ProtocolException>(() => GuestUse.Decode(use.Encode()));
    }

    [Fact]
    public void Decode_refuses_what_is_cut_off_or_longer()
    {
        var payload = Use.Encode();
        Assert.Throws<ProtocolException>(() => GuestUse.Decode(payload.AsSpan(0, payload.Length - 1)));
        Assert.Throws<ProtocolException>(() => GuestUse.Decode([.. payload, 0]));
    }
}
