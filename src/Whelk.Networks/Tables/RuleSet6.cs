using System.Text;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks.Tables;

/// <summary>
/// The same for IPv6, in a table that is there while a network has IPv6. It matters only where the host passes IPv6 on (net.ipv6.conf.all.forwarding),
/// which is left as it is found.
/// </summary>
internal static class RuleSet6
{
    /// <summary>Loading it replaces the table before in one step; without networks there is none afterwards.</summary>
    internal static string Text(NetworkNames names, IEnumerable<UserNetwork> networks)
    {
        var known = networks.Where(network => network.Options.Range6 is not null).ToList();
        return known.Count == 0 ? Nothing(names) : $$"""
            {{Nothing(names)}}table ip6 {{names.Table}} {
              set bridges {
                type ifname
              }
              set internal {
                type ifname
              }
              set within {
                type ifname . ifname
              }
              set masqueraded {
                type ipv6_addr; flags interval;
              }
              chain forward {
                type filter hook forward priority filter; policy accept;
                iifname . oifname @within accept
                iifname @internal drop
                oifname @internal drop
                oifname != @bridges accept
                ct state established,related accept
                drop
              }
              chain postrouting {
                type nat hook postrouting priority srcnat; policy accept;
                oifname @bridges return
                ip6 saddr @masqueraded masquerade
              }
            }
            {{Elements(names, known)}}
            """;
    }

    private static string Nothing(NetworkNames names) => $"add table ip6 {names.Table}\ndelete table ip6 {names.Table}\n";

    private static string Elements(NetworkNames names, List<UserNetwork> networks)
    {
        var text = new StringBuilder();
        foreach (var options in networks.Select(network => network.Options))
        {
            Put("bridges", $"\"{options.Bridge}\"", true);
            Put("internal", $"\"{options.Bridge}\"", options.Internal);
            Put("within", $"\"{options.Bridge}\" . \"{options.Bridge}\"", options.Connected);
            Put("masqueraded", $"{options.Range6!.Subnet}", options.Masquerade && !options.Internal);
        }

        return text.ToString();

        void Put(string set, string element, bool wanted)
        {
            if (wanted)
            {
                text.Append("add element ip6 ").Append(names.Table).Append(' ').Append(set).Append(" { ").Append(element).Append(" }\n");
            }
        }
    }
}
