using System.Buffers.Binary;
using System.Net;
using Whelk.Errors;

namespace Whelk.Networks.Addresses;

/// <summary>Who has which address of a subnet, of either family. An address that was given back comes round again last.</summary>
internal sealed class AddressLeases
{
    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _taken = [];
    private readonly int _bits;
    private readonly UInt128 _base;
    private readonly UInt128 _first;
    private readonly UInt128 _last;
    private UInt128 _next;

    internal AddressLeases(AddressRange range)
    {
        Subnet = range.Subnet;
        _bits = Subnet.BaseAddress.GetAddressBytes().Length * 8;
        _base = Number(Subnet.BaseAddress);
        var size = UInt128.One << (_bits - Subnet.PrefixLength);
        var part = range.Range ?? Subnet;
        var start = Number(part.BaseAddress) - _base;
        var end = start + (UInt128.One << (_bits - part.PrefixLength)) - 1;

        // The first address names the subnet; the last one of IPv4 calls everybody.
        _first = UInt128.Max(start, 1);
        _last = UInt128.Min(end, _bits == 32 ? size - 2 : size - 1);
        _next = _first;
        Gateway = range.Gateway ?? At(_first);
        _taken.Add(OffsetOf(Gateway));
        foreach (var reserved in range.Reserved)
        {
            _taken.Add(OffsetOf(reserved));
        }
    }

    internal IPNetwork Subnet { get; }

    internal IPAddress Gateway { get; }

    /// <summary>Whether no address is given out by itself: the range is the one that names the subnet, or the one that calls everybody.</summary>
    internal bool IsEmpty => _first > _last;

    internal IPAddress At(UInt128 offset)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _base + offset);
        return new IPAddress(bytes[(16 - (_bits / 8))..]);
    }

    /// <summary>The place of an address in the subnet.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is not of this subnet.</exception>
    internal UInt128 OffsetOf(IPAddress address) => Subnet.Contains(address)
        ? Number(address) - _base
        : throw new WhelkException(ErrorCode.InvalidArgument, $"address {address} is not in subnet {Subnet}");

    /// <summary>Leases a free address.</summary>
    /// <exception cref="WhelkException">Unavailable: none is free.</exception>
    internal IPAddress Take()
    {
        lock (_gate)
        {
            for (var tries = (UInt128)0; !IsEmpty && tries <= _last - _first; tries++)
            {
                var offset = _next;
                _next = _next >= _last ? _first : _next + 1;
                if (_taken.Add(offset))
                {
                    return At(offset);
                }
            }
        }

        throw new WhelkException(ErrorCode.Unavailable, $"no available {(_bits == 32 ? "IPv4" : "IPv6")} addresses on this network's subnet {Subnet}");
    }

    /// <summary>Leases the address that was asked for, or that of a workload that lives already.</summary>
    /// <exception cref="WhelkException">Denied, in Docker's words: another workload has it.</exception>
    internal void Take(IPAddress address)
    {
        lock (_gate)
        {
            if (!_taken.Add(OffsetOf(address)))
            {
                throw new WhelkException(ErrorCode.Denied, "Address already in use");
            }
        }
    }

    internal void Release(IPAddress address)
    {
        lock (_gate)
        {
            _taken.Remove(OffsetOf(address));
        }
    }

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var own = address.GetAddressBytes();
        own.CopyTo(bytes[(16 - own.Length)..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
