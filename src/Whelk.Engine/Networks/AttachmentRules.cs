using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>Checks what a workload asks of a network, in Docker's words (moby, daemon/container_operations.go).</summary>
internal static class AttachmentRules
{
    private const int MacBytes = 6;

    /// <summary>The request as it is kept.</summary>
    /// <exception cref="WhelkException">InvalidArgument.</exception>
    internal static NetworkAttachment Check(NetworkAttachment asked, NetworkSpec network)
    {
        try
        {
            return Checked(asked, network);
        }
        catch (WhelkException exception)
        {
            throw new WhelkException(exception.Code, $"invalid config for network {network.Name}: invalid endpoint settings:\n{exception.Message}", exception);
        }
    }

    /// <summary>What is kept once a workload is in a further network. As with Docker a name stands once: a network that is gone gives way to the next one of its name.</summary>
    internal static IReadOnlyList<NetworkAttachment> Added(IReadOnlyList<NetworkAttachment> known, NetworkAttachment more) =>
        [.. known.Where(one => one.Network != more.Network && one.Name != more.Name), more];

    private static NetworkAttachment Checked(NetworkAttachment asked, NetworkSpec network)
    {
        CheckAddress(asked.IPv4Address, network, AddressFamily.InterNetwork, "IPv4");
        CheckAddress(asked.IPv6Address, network, AddressFamily.InterNetworkV6, "IPv6");
        foreach (var link in asked.Links)
        {
            _ = LinkWords.Parse(link);
        }

        // A line of a file holds each.
        if (asked.Aliases.FirstOrDefault(alias => alias.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))) is { } bad)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid network alias: \"{bad}\"");
        }

        return asked with
        {
            Network = WhelkEngine.KeyOf(network),
            Name = network.Name,
            Aliases = [.. asked.Aliases.Where(alias => alias.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            MacAddress = asked.MacAddress.Length > 0 ? MacText(asked.MacAddress) : string.Empty,
        };
    }

    /// <summary>Whether an address may be asked for on a network.</summary>
    private static void CheckAddress(string text, NetworkSpec network, AddressFamily family, string name)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != family)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid {name} address: {text}");
        }

        if (network.Predefined)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "user specified IP address is supported on user defined networks only");
        }

        if (!network.SubnetGiven)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "user specified IP address is supported only when connecting to networks with user configured subnets");
        }

        if (!network.Ranges.Any(range => IPNetwork.Parse(range.Subnet).Contains(address)))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"no configured subnet or ip-range contain the IP address {text}");
        }
    }

    internal static PhysicalAddress Mac(string text) => PhysicalAddress.Parse(text.Replace(':', '-').ToUpperInvariant());

    private static string MacText(string text) =>
        PhysicalAddress.TryParse(text.Replace(':', '-').ToUpperInvariant(), out var mac) && mac.GetAddressBytes() is { Length: MacBytes } bytes && (bytes[0] & 1) == 0 && bytes.Any(part => part != 0)
            ? string.Join(':', bytes.Select(part => part.ToString("x2")))
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid MAC address: {text}");
}
