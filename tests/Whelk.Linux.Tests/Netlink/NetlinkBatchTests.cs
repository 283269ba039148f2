using System.Buffers.Binary;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Xunit;

namespace Whelk.Linux.Tests.Netlink;

public sealed class NetlinkBatchTests
{
    private readonly NetlinkBatch _batch = new();

    [Fact]
    public void Message_is_header_fixed_part_and_padded_attributes()
    {
        _batch.Begin("RTM_NEWLINK", "lo", 16, NetlinkFlags.NLM_F_ACK, new Libc.ifinfomsg { ifi_index = 5 });
        _batch.Attribute(3, "lo");
        _batch.Attribute(8, (byte)1);
        _batch.End();

        Assert.Equal(
            "30000000" + "1000" + "0500" + "07000000" + "00000000"
            + "00000000" + "05000000" + "00000000" + "00000000"
            + "0700" + "0300" + "6C6F0000"
            + "0500" + "0800" + "01000000",
            Hex(7));
    }

    [Fact]
    public void Nested_attribute_is_as_long_as_what_it_holds()
    {
        _batch.Begin("x", "y", 1, NetlinkFlags.None, default(Libc.tcmsg));
        var outer = _batch.Open(2, marked: true);
        var inner = _batch.Open(3);
        _batch.Attribute(4, 0x01020304);
        _batch.Close(inner);
        _batch.Close(outer);
        _batch.End();

        Assert.EndsWith("1000" + "0280" + "0C00" + "0300" + "0800" + "0400" + "04030201", Hex(1));
    }

    [Fact]
    public void Seal_numbers_the_messages_anew_each_time()
    {
        for (var i = 0; i < 100; i++)
        {
            _batch.Begin("x", $"{i}", 1, NetlinkFlags.None, default(Libc.rtmsg));
            _batch.Attribute(1, new byte[33]);
            _batch.End();
        }

        Assert.Equal(Enumerable.Range(500, 100), Sequences(500));
        Assert.Equal(Enumerable.Range(9, 100), Sequences(9));
        Assert.Equal(["0", "1", "99"], new[] { 0, 1, 99 }.Select(index => _batch.Entries[index].Subject));
    }

    private List<int> Sequences(uint first)
    {
        var found = new List<int>();
        for (var rest = _batch.Seal(first); !rest.IsEmpty; rest = rest[BinaryPrimitives.ReadInt32LittleEndian(rest)..])
        {
            found.Add(BinaryPrimitives.ReadInt32LittleEndian(rest[8..]));
        }

        return found;
    }

    private string Hex(uint sequence) => Convert.ToHexString(_batch.Seal(sequence));
}
