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
    /// <exception cref="WhelkException">InvalidArgument, with every problem.</exception>
    internal static NetworkAttachment Check(NetworkAttachment asked, NetworkSpec network)
    {
        foreach (var link in asked.Links)
        {
            _ = LinkWords.Parse(link);
        }

        IReadOnlyList<string> problems = [.. ProblemsOf(asked, network), .. ProblemsOfAddresses(asked, network), .. ProblemsOfAliases(asked)];
        return problems.Count == 0 ? Kept(asked, network)
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid endpoint settings:\n{(problems.Count == 1 ? problems[0] : string.Join('\n', problems.Select(problem => $"* {problem}")))}");
    }

    /// <summary>The same for what a request to create asks, whose errors name the network.</summary>
    /// <exception cref="WhelkException">InvalidArgument, with every problem.</exception>
    internal static NetworkAttachment CheckAtCreation(NetworkAttachment asked, NetworkSpec network)
    {
        try
        {
            return Check(asked, network);
        }
        catch (WhelkException exception)
        {
            throw exception.While($"invalid config for network {network.Name}");
        }
    }

    /// <summary>What is kept once a workload is in a further network. As with Docker a name stands once: a network that is gone gives way to the next one of its name.</summary>
    internal static IReadOnlyList<NetworkAttachment> Added(IReadOnlyList<NetworkAttachment> known, NetworkAttachment more) =>
        [.. known.Where(one => one.Network != more.Network && one.Name != more.Name), more];

    private static NetworkAttachment Kept(NetworkAttachment asked, NetworkSpec network) => asked with
    {
        Network = WhelkEngine.KeyOf(network),
        Name = network.Name,
        Aliases = [.. asked.Aliases.Where(alias => alias.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
        MacAddress = asked.MacAddress.Length > 0 ? MacText(asked.MacAddress) : string.Empty,
    };

    private static IEnumerable<string> ProblemsOf(NetworkAttachment asked, NetworkSpec network)
    {
        if (network.Predefined && asked.HasAddresses)
        {
            yield return "user specified IP address is supported on user defined networks only";
        }

        if (network.Predefined && asked.Aliases.Count > 0)
        {
            yield return "network-scoped alias is supported only for containers in user defined networks";
        }
    }

    private static IEnumerable<string> ProblemsOfAddresses(NetworkAttachment asked, NetworkSpec network)
    {
        IReadOnlyList<(string Text, AddressFamily Family, string Name)> all = [(asked.IPv4Address, AddressFamily.InterNetwork, "IPv4"), (asked.IPv6Address, AddressFamily.InterNetworkV6, "IPv6")];
        return [.. all.Where(one => one.Text.Length > 0 && !IsOf(one.Text, one.Family)).Select(one => $"invalid {one.Name} address: {one.Text}"), .. all.Where(one => one.Text.Length > 0).SelectMany(one => ProblemsOfPlace(one.Text, one.Family, network))];
    }

    private static IEnumerable<string> ProblemsOfPlace(string text, AddressFamily family, NetworkSpec network)
    {
        var subnets = network is { Predefined: false, SubnetGiven: true } ? network.Ranges.Select(range => IPNetwork.Parse(range.Subnet)).Where(subnet => subnet.BaseAddress.AddressFamily == family).ToList() : [];
        if (subnets.Count == 0)
        {
            yield return "user specified IP address is supported only when connecting to networks with user configured subnets";
        }
        else if (!IsOf(text, family) || !subnets.Exists(subnet => subnet.Contains(IPAddress.Parse(text))))
        {
            yield return $"no configured subnet or ip-range contain the IP address {text}";
        }
    }

    // A line of a file holds each.
    private static IEnumerable<string> ProblemsOfAliases(NetworkAttachment asked) =>
        asked.Aliases.Where(alias => alias.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))).Select(alias => $"invalid network alias: \"{alias}\"");

    private static bool IsOf(string text, AddressFamily family) => IPAddress.TryParse(text, out var address) && address.AddressFamily == family;

    internal static PhysicalAddress Mac(string text) => PhysicalAddress.Parse(text.Replace(':', '-').ToUpperInvariant());

    // In the letters that were given, as inspect shows them.
    private static string MacText(string text) =>
        PhysicalAddress.TryParse(text.Replace(':', '-').ToUpperInvariant(), out var mac) && mac.GetAddressBytes() is { Length: MacBytes } bytes && (bytes[0] & 1) == 0 && bytes.Any(part => part != 0)
            ? text
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid MAC address {text}");
}
