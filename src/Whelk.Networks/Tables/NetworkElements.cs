using System.Net;
using System.Text;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks.Tables;

/// <summary>What the rules know of each network, as elements of the table's sets: a network comes and goes without the rules being touched.</summary>
internal static class NetworkElements
{
    /// <summary>The sets, which stand in the table: bridges by name, what the name server answers at, all subnets, those that lead nowhere, those whose members may talk, those that hide behind the host.</summary>
    internal const string Sets =
        """
        set bridges {
            type ifname
          }
          set gateways {
            type ifname . ipv4_addr
          }
          set subnets {
            type ipv4_addr; flags interval;
          }
          set internal {
            type ifname
          }
          set within {
            type ifname . ifname
          }
          set masqueraded {
            type ipv4_addr; flags interval;
          }
        """;

    /// <summary>Of the daemon's own bridge.</summary>
    internal static string OfOwn(NetworkNames names, IPNetwork subnet, IPAddress gateway) => Text("add", names.Table, names.Bridge, subnet, gateway, isInternal: false, connected: true, masquerade: true);

    /// <summary>Of another one.</summary>
    /// <param name="names">The daemon's.</param>
    /// <param name="network">The network.</param>
    /// <param name="verb">"add" or "delete".</param>
    internal static string Of(NetworkNames names, UserNetwork network, string verb = "add") => Text(
        verb,
        names.Table,
        network.Options.Bridge,
        network.Options.Range.Subnet,
        network.Gateway,
        network.Options.Internal,
        network.Options.Connected,
        network.Options.Masquerade);

    private static string Text(string verb, string table, string bridge, IPNetwork subnet, IPAddress gateway, bool isInternal, bool connected, bool masquerade)
    {
        var text = new StringBuilder();
        Put("bridges", $"\"{bridge}\"");
        Put("gateways", $"\"{bridge}\" . {gateway}");
        Put("subnets", $"{subnet}");
        if (isInternal)
        {
            Put("internal", $"\"{bridge}\"");
        }

        if (connected)
        {
            Put("within", $"\"{bridge}\" . \"{bridge}\"");
        }

        if (masquerade && !isInternal)
        {
            Put("masqueraded", $"{subnet}");
        }

        return text.ToString();

        void Put(string set, string element) => text.Append(verb).Append(" element ip ").Append(table).Append(' ').Append(set).Append(" { ").Append(element).Append(" }\n");
    }
}
