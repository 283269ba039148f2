using System.Buffers.Binary;
using System.Net;
using Whelk.Errors;

namespace Whelk.Networks.Addresses;

/// <summary>Who has which address of a subnet. The first is the gateway's. An address that was given back comes round again last.</summary>
internal sealed class AddressLeases
{
    private const int GatewayOffset = 1;
    private readonly Lock _gate = new();
    private readonly HashSet<int> _taken = [];
    private readonly uint _base;
    private readonly int _size;
    private int _next = GatewayOffset + 1;

    /// <exception cref="WhelkException">InvalidArgument: not IPv4, or too small or large.</exception>
    internal AddressLeases(IPNetwork subnet)
    {
        if (subnet.BaseAddress.GetAddressBytes().Length != 4 || subnet.PrefixLength is < 16 or > 29)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"subnet {subnet}: IPv4 with a prefix of 16 to 29 bits is needed");
        }

        Subnet = subnet;
        _base = BinaryPrimitives.ReadUInt32BigEndian(subnet.BaseAddress.GetAddressBytes());
        _size = 1 << (32 - subnet.PrefixLength);
    }

    internal IPNetwork Subnet { get; }

    internal IPAddress Gateway => At(GatewayOffset);

    internal IPAddress At(int offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _base + (uint)offset);
        return new IPAddress(bytes);
    }

    /// <summary>The place of an address in the subnet.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is not of this subnet.</exception>
    internal int OffsetOf(IPAddress address) => Subnet.Contains(address)
        ? (int)(BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) - _base)
        : throw new WhelkException(ErrorCode.InvalidArgument, $"address {address} is not in subnet {Subnet}");

    /// <summary>Leases a free address.</summary>
    /// <returns>Its offset.</returns>
    /// <exception cref="WhelkException">Unavailable: none is free.</exception>
    internal int Take()
    {
        lock (_gate)
        {
            for (var tries = 0; tries < _size; tries++)
            {
                var offset = _next;
                _next = _next >= _size - 2 ? GatewayOffset + 1 : _next + 1;
                if (_taken.Add(offset))
                {
                    return offset;
                }
            }
        }

        throw new WhelkException(ErrorCode.Unavailable, $"no available IPv4 addresses on this network's subnet {Subnet}");
    }

    /// <summary>Leases the address of a workload that lives already.</summary>
    /// <exception cref="WhelkException">Conflict: another workload has it.</exception>
    internal void Take(int offset)
    {
        lock (_gate)
        {
            if (!_taken.Add(offset))
            {
                throw new WhelkException(ErrorCode.Conflict, $"address {At(offset)} is already in use");
            }
        }
    }

    internal void Release(int offset)
    {
        lock (_gate)
        {
            _taken.Remove(offset);
        }
    }
}
