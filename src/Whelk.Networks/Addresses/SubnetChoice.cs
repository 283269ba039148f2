using System.Net;
using Whelk.Errors;

namespace Whelk.Networks.Addresses;

/// <summary>Chooses a subnet that nothing on this host uses yet.</summary>
internal static class SubnetChoice
{
    internal const int PrefixLength = 20;
    private const int Candidates = 1 << (PrefixLength - 8);

    /// <summary>The first free /20 of 10.0.0.0/8, starting from a place of the hash's own, so that daemons that start together rarely meet.</summary>
    /// <exception cref="WhelkException">Unavailable: all of it is in use.</exception>
    internal static IPNetwork Choose(uint hash, IReadOnlyCollection<IPNetwork> known)
    {
        var used = known.Where(network => network.PrefixLength > 0).ToList();
        for (var i = 0; i < Candidates; i++)
        {
            var candidate = Candidate((hash + (uint)i) % Candidates);
            if (!used.Exists(network => Overlap(network, candidate)))
            {
                return candidate;
            }
        }

        throw new WhelkException(ErrorCode.Unavailable, "no free subnet in 10.0.0.0/8: the host's routes cover all of it");
    }

    /// <summary>Unique local addresses of IPv6 for a network: fd and 40 bits of its id. RFC 4193.</summary>
    internal static IPNetwork Choose6(string id)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        bytes[0] = 0xfd;
        Convert.FromHexString(id)[..5].CopyTo(bytes[1..]);
        return new IPNetwork(new IPAddress(bytes), 64);
    }

    internal static bool Overlap(IPNetwork a, IPNetwork b) =>
        a.BaseAddress.AddressFamily == b.BaseAddress.AddressFamily && (a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress));

    private static IPNetwork Candidate(uint number) =>
        new(new IPAddress([10, (byte)(number >> 4), (byte)(number << 4), 0]), PrefixLength);
}
