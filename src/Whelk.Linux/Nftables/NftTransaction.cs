using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Whelk.Linux.Netlink;

namespace Whelk.Linux.Nftables;

/// <summary>
/// Changes of map elements in one IPv4 table that the kernel carries out together or not at all (nfnetlink batch). Keys and values
/// are bytes in the layout of their type: each part of a concatenation in network order, padded to four bytes.
/// </summary>
public sealed class NftTransaction : NetlinkBatch
{
    private const ushort NFNL_MSG_BATCH_BEGIN = 16;
    private const ushort NFNL_MSG_BATCH_END = 17;
    private const ushort NFNL_SUBSYS_NFTABLES = 10;
    private const ushort NFT_MSG_NEWSETELEM = (NFNL_SUBSYS_NFTABLES << 8) | 12;
    private const ushort NFT_MSG_DELSETELEM = (NFNL_SUBSYS_NFTABLES << 8) | 14;
    private const ushort NFTA_SET_ELEM_LIST_TABLE = 1;
    private const ushort NFTA_SET_ELEM_LIST_SET = 2;
    private const ushort NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    private const ushort NFTA_LIST_ELEM = 1;
    private const ushort NFTA_SET_ELEM_KEY = 1;
    private const ushort NFTA_SET_ELEM_DATA = 2;
    private const ushort NFTA_DATA_VALUE = 1;
    private const byte NFPROTO_IPV4 = 2;
    private readonly string _table;

    /// <param name="table">The table, of family ip.</param>
    public NftTransaction(string table)
    {
        _table = table;
        Frame(NFNL_MSG_BATCH_BEGIN);
    }

    /// <summary>Adds an element. The same element again is success; another value for the key is EEXIST.</summary>
    public NftTransaction Add(string map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Element("NFT_MSG_NEWSETELEM", NFT_MSG_NEWSETELEM, NetlinkFlags.NLM_F_ACK | NetlinkFlags.NLM_F_CREATE, map, key, value);
        return this;
    }

    /// <summary>Removes an element. A key that is not there is ENOENT, and undoes the transaction.</summary>
    public NftTransaction Remove(string map, ReadOnlySpan<byte> key)
    {
        Element("NFT_MSG_DELSETELEM", NFT_MSG_DELSETELEM, NetlinkFlags.NLM_F_ACK, map, key, []);
        return this;
    }

    /// <summary>Carries the changes out; the transaction cannot be used again.</summary>
    /// <exception cref="Native.SyscallException">The first change that failed; nothing was changed.</exception>
    public void Commit(NetlinkSocket socket)
    {
        Frame(NFNL_MSG_BATCH_END);
        socket.Exchange(this);
    }

    private void Frame(ushort type)
    {
        Begin("NFNL_MSG_BATCH", _table, type, NetlinkFlags.None, new nfgenmsg { res_id = BinaryPrimitives.ReverseEndianness(NFNL_SUBSYS_NFTABLES) });
        End();
    }

    private void Element(string call, ushort type, NetlinkFlags flags, string map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Begin(call, $"{_table} {map}", type, flags, new nfgenmsg { nfgen_family = NFPROTO_IPV4 });
        Attribute(NFTA_SET_ELEM_LIST_TABLE, _table);
        Attribute(NFTA_SET_ELEM_LIST_SET, map);
        var elements = Open(NFTA_SET_ELEM_LIST_ELEMENTS, marked: true);
        var element = Open(NFTA_LIST_ELEM, marked: true);
        Data(NFTA_SET_ELEM_KEY, key);
        if (!value.IsEmpty)
        {
            Data(NFTA_SET_ELEM_DATA, value);
        }

        Close(element);
        Close(elements);
        End();
    }

    private void Data(ushort type, ReadOnlySpan<byte> bytes)
    {
        var data = Open(type, marked: true);
        Attribute(NFTA_DATA_VALUE, bytes);
        Close(data);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct nfgenmsg
    {
        internal byte nfgen_family;
        internal byte version;
        internal ushort res_id;
    }
}
