using System.Net;
using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Networks;

namespace Whelk.Engine.Networks;

/// <summary>Checks a network that is asked for, in Docker's words (moby, api/types/network/ipam.go, daemon/network.go).</summary>
internal static class NetworkRules
{
    private const int SmallestPrefix4 = 30;
    private const int SmallestPrefix6 = 126;

    /// <summary>What Docker says of a subnet that somebody has already.</summary>
    internal const string Overlapping = "Pool overlaps with other one on this address space";

    /// <summary>Everything that can be told without the host and other networks.</summary>
    internal static void Check(NetworkRequest request)
    {
        NetworkWords.CheckName(request.Name);
        if (request.Name is NetworkWords.Bridge or NetworkWords.Host or NetworkWords.None or NetworkWords.Default)
        {
            throw new WhelkException(ErrorCode.Denied, $"operation is not permitted on predefined {request.Name} network ");
        }

        CheckDriver(request);
        _ = BridgeOptions.Parse(request.Options);
        var problems = request.Ranges.SelectMany(range => ProblemsOf(range, request.EnableIPv6)).ToList();
        if (problems.Count > 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid network config:\n{string.Join('\n', problems)}");
        }

        CheckNumber(request, AddressFamily.InterNetwork);
        CheckNumber(request, AddressFamily.InterNetworkV6);
        CheckOnce(request);
    }

    /// <summary>The network that a prefix is of, where it is written as Docker wants it; else null.</summary>
    internal static IPNetwork? TryNetwork(string text) => 
        IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text.Split('/')[0], out var address) && address.Equals(network.BaseAddress) && Masked(text) == $"{network}" ? network : null;

    private static void CheckDriver(NetworkRequest request)
    {
        switch (request.Driver)
        {
            case "" or "bridge":
                break;
            case "host" or "null":
                throw new WhelkException(ErrorCode.Denied, $"only one instance of \"{request.Driver}\" network is allowed");
            case "overlay":
                throw new WhelkException(ErrorCode.Unsupported, "swarm is not supported, whelk runs one host: use the driver bridge");
            default:
                throw new WhelkException(ErrorCode.NotFound, $"plugin \"{request.Driver}\" not found");
        }

        // There is no swarm, and so no network of one, nor one that is the pattern of others.
        if (request.Scope == "swarm")
        {
            throw new WhelkException(ErrorCode.Denied, "cannot create a swarm scoped network when swarm is not active");
        }

        if (request.Ingress)
        {
            throw new WhelkException(ErrorCode.Denied, "Ingress network can only be global scope network");
        }

        if (request.ConfigFrom.Length > 0)
        {
            throw new WhelkException(ErrorCode.NotFound, $"configuration network \"{request.ConfigFrom}\" does not exist");
        }

        var refused = new (string Field, bool Asked)[]
        {
            ("ConfigOnly", request.ConfigOnly),
            ("Scope", request.Scope is not ("" or "local")),
            ("IPAM.Driver", request.IpamDriver is not ("" or "default")),
        }.Where(field => field.Asked).Select(field => field.Field).Concat(request.IpamOptions.Keys.Select(option => $"IPAM.Options.{option}")).ToList();
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: {string.Join(", ", refused)}");
        }
    }

    private static void CheckNumber(NetworkRequest request, AddressFamily family)
    {
        var subnets = request.Ranges.Select(range => TryNetwork(range.Subnet)).OfType<IPNetwork>().Where(subnet => subnet.BaseAddress.AddressFamily == family).ToList();
        if (subnets.Where((subnet, at) => subnets.Take(at).Any(other => BridgeNetwork.Overlap(other, subnet))).Any())
        {
            throw new WhelkException(ErrorCode.Denied, Overlapping);
        }

        if (subnets.Count > 1)
        {
            throw new WhelkException(ErrorCode.Denied, "bridge driver doesn't support multiple subnets");
        }
    }

    // An address that has two names, or is the gateway's too.
    private static void CheckOnce(NetworkRequest request)
    {
        foreach (var range in request.Ranges)
        {
            var taken = new HashSet<IPAddress>(range.Gateway.Length > 0 ? [IPAddress.Parse(range.Gateway)] : []);
            if (range.Auxiliary.FirstOrDefault(one => !taken.Add(IPAddress.Parse(one.Value))) is { Key: { } name, Value: { } address })
            {
                throw new WhelkException(ErrorCode.Conflict, $"failed to allocate secondary ip address ({name}:{address}): Address already in use");
            }
        }
    }

    private static IEnumerable<string> ProblemsOf(RangeRequest range, bool ipv6)
    {
        if (TryNetwork(range.Subnet) is not { } subnet)
        {
            return [Masked(range.Subnet) is { } right ? $"invalid subnet {range.Subnet}: it should be {right}" : $"invalid subnet {range.Subnet}: invalid CIDR block notation"];
        }

        return [.. ProblemsOfSubnet(range.Subnet, subnet, ipv6), .. ProblemsOfRange(range, subnet), .. ProblemsOfAddresses(range, subnet)];
    }

    private static IEnumerable<string> ProblemsOfSubnet(string text, IPNetwork subnet, bool ipv6)
    {
        var six = subnet.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        if (six && !ipv6)
        {
            yield return $"invalid subnet {text}: IPv6 has not been enabled for this network";
        }

        if (subnet.PrefixLength == 0 || subnet.PrefixLength > (six ? SmallestPrefix6 : SmallestPrefix4) || subnet.BaseAddress.IsIPv6Multicast || subnet.BaseAddress.IsIPv6LinkLocal
            || (!six && (subnet.BaseAddress.GetAddressBytes()[0] is 0 or 127 or >= 224)))
        {
            yield return $"invalid subnet {text}: workloads can have no addresses there";
        }
    }

    private static IEnumerable<string> ProblemsOfRange(RangeRequest range, IPNetwork subnet)
    {
        if (range.IPRange.Length == 0)
        {
            yield break;
        }

        if (TryNetwork(range.IPRange) is not { } part)
        {
            yield return Masked(range.IPRange) is { } right ? $"invalid ip-range {range.IPRange}: it should be {right}" : $"invalid ip-range {range.IPRange}: invalid CIDR block notation";
        }
        else if (part.PrefixLength < subnet.PrefixLength)
        {
            yield return $"invalid ip-range {range.IPRange}: CIDR block is bigger than its parent subnet {range.Subnet}";
        }
        else if (!subnet.Contains(part.BaseAddress))
        {
            yield return $"invalid ip-range {range.IPRange}: parent subnet {range.Subnet} doesn't contain ip-range";
        }
        else if (!BridgeNetwork.HasAddresses(part, subnet))
        {
            yield return $"invalid ip-range {range.IPRange}: workloads can have no addresses there";
        }
    }

    private static IEnumerable<string> ProblemsOfAddresses(RangeRequest range, IPNetwork subnet)
    {
        var all = range.Auxiliary.Select(auxiliary => ($"auxiliary address {auxiliary.Key}", auxiliary.Value)).Concat(range.Gateway.Length > 0 ? [("gateway", range.Gateway)] : []);
        foreach (var (what, text) in all)
        {
            var subject = what == "gateway" ? $"gateway {text}" : what;
            if (!IPAddress.TryParse(text, out var address))
            {
                yield return $"invalid {subject}: invalid address";
            }
            else if (!subnet.Contains(address))
            {
                yield return $"invalid {subject}: parent subnet {range.Subnet} doesn't contain this address";
            }
        }
    }

    // The prefix without the host's bits, where that is what is wrong with it.
    private static string? Masked(string text)
    {
        if (text.Split('/') is not [var before, var bits] || !IPAddress.TryParse(before, out var address) || !int.TryParse(bits, out var length)
            || length < 0 || length > address.GetAddressBytes().Length * 8)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{length}";
    }
}
