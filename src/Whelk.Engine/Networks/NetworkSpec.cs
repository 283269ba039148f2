using System.Net;
using System.Text.Json.Serialization;
using Whelk.Networks.Addresses;
using Whelk.Networks.UserNetworks;

namespace Whelk.Engine.Networks;

/// <summary>A network as it was made: checked and complete, never changed. Those that people make are kept in the database.</summary>
public sealed record NetworkSpec
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>bridge, host or null.</summary>
    public string Driver { get; init; } = "bridge";

    public bool EnableIPv6 { get; init; }

    public bool Internal { get; init; }

    public bool Attachable { get; init; }

    /// <summary>At most one of each family, IPv4 first.</summary>
    public IReadOnlyList<NetworkRange> Ranges { get; init; } = [];

    /// <summary>Whether its subnet was asked for: then workloads may ask for addresses.</summary>
    public bool SubnetGiven { get; init; }

    /// <summary>As asked for.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>One that is always there.</summary>
    public bool Predefined { get; init; }

    /// <summary>The words of <see cref="Options"/> read.</summary>
    [JsonIgnore]
    public BridgeOptions Bridge => BridgeOptions.Parse(Options);

    /// <summary>As the kernel's side has it.</summary>
    internal UserNetworkOptions ToOptions()
    {
        var bridge = Bridge;
        return new UserNetworkOptions
        {
            Id = Id,
            Name = Name,
            Bridge = bridge.Name ?? $"br-{Id[..12]}",
            Range = RangeOf(Ranges.First(range => !range.Subnet.Contains(':'))),
            Range6 = Ranges.FirstOrDefault(range => range.Subnet.Contains(':')) is { } range6 ? RangeOf(range6) : null,
            Internal = Internal,
            Connected = bridge.Connected,
            Masquerade = bridge.Masquerade,
            Mtu = bridge.Mtu,
        };
    }

    private static AddressRange RangeOf(NetworkRange range) => new()
    {
        Subnet = IPNetwork.Parse(range.Subnet),
        Range = range.IPRange.Length > 0 ? IPNetwork.Parse(range.IPRange) : null,
        Gateway = IPAddress.Parse(range.Gateway),
        Reserved = [.. range.Auxiliary.Values.Select(IPAddress.Parse)],
    };
}
