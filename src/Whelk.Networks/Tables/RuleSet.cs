using System.Globalization;
using System.Net;
using System.Text;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Ports;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks.Tables;

/// <summary>The text of a network's nftables table. Loading it replaces the one before in one step, elements included.</summary>
internal static class RuleSet
{
    internal const string AddressedMap = "addressed";
    internal const string WildcardMap = "wildcard";

    /// <summary>
    /// The map of addresses is asked before the wildcard, so a port published on 127.0.0.1 alone is never open to the world. Packets to
    /// or from 127/8 that did not come from this host are dropped: route_localnet on the bridge would let them in. Nothing reaches a
    /// workload from outside but through a published port. A redirect (ICMP) would tell a workload to bypass the translation. A workload's DNS goes to
    /// the name server before any port is looked up: a workload that publishes port 53 answers the others by its own address alone; and nothing reaches the
    /// server but from a bridge. Between two networks nothing passes but to a published port.
    /// </summary>
    internal static string Text(
        NetworkNames names,
        IPNetwork subnet,
        IPAddress gateway,
        IPEndPoint? nameServer,
        IReadOnlyCollection<LiveWorkload> live,
        IReadOnlyCollection<UserNetwork> others) => $$"""
        add table ip {{names.Table}}
        delete table ip {{names.Table}}
        table ip {{names.Table}} {
          map {{AddressedMap}} {
            type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
          }
          map {{WildcardMap}} {
            type inet_proto . inet_service : ipv4_addr . inet_service
          }
          {{NetworkElements.Sets}}
          chain publish {
            dnat ip to ip daddr . meta l4proto . th dport map @{{AddressedMap}}
            fib daddr type local dnat ip to meta l4proto . th dport map @{{WildcardMap}}
          }
          chain guard {
            type filter hook prerouting priority raw; policy accept;
            iifname != "lo" ip daddr 127.0.0.0/8 drop
            iifname != "lo" ip saddr 127.0.0.0/8 drop
          }
          chain prerouting {
            type nat hook prerouting priority dstnat; policy accept;
            {{Dns(nameServer)}}
            jump publish
          }
          chain input {
            type filter hook input priority filter; policy accept;
            {{DnsGuard(nameServer)}}
          }
          chain output {
            type nat hook output priority -100; policy accept;
            jump publish
          }
          chain quiet {
            type filter hook output priority filter; policy accept;
            oifname @bridges icmp type redirect drop
          }
          chain forward {
            type filter hook forward priority filter; policy accept;
            iifname . oifname @within accept
            iifname @internal drop
            oifname @internal drop
            oifname != @bridges accept
            ct state established,related accept
            ct status dnat accept
            drop
          }
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            oifname @bridges ip saddr 127.0.0.0/8 masquerade
            oifname @bridges ip saddr @subnets ct status dnat masquerade
            oifname @bridges return
            ip saddr @masqueraded masquerade
          }
        }
        {{NetworkElements.OfOwn(names, subnet, gateway)}}{{string.Concat(others.Select(other => NetworkElements.Of(names, other)))}}{{Elements(names, live)}}
        """;

    private static string Dns(IPEndPoint? nameServer) => nameServer is null
        ? string.Empty
        : $"iifname . ip daddr @gateways meta l4proto {{ tcp, udp }} th dport 53 dnat ip to {nameServer}";

    private static string DnsGuard(IPEndPoint? nameServer) => nameServer is null
        ? string.Empty
        : $"iifname != @bridges ip daddr {nameServer.Address} meta l4proto {{ tcp, udp }} th dport {nameServer.Port} drop";

    private static string Elements(NetworkNames names, IEnumerable<LiveWorkload> live)
    {
        var text = new StringBuilder();
        foreach (var workload in live)
        {
            foreach (var port in workload.Ports.Where(port => port.IsTranslated && workload.PortAddress is not null))
            {
                var protocol = port.Protocol == PortProtocol.Udp ? "udp" : "tcp";
                var key = port.IsEveryAddress ? $"{protocol} . {port.HostPort}" : $"{port.HostAddress} . {protocol} . {port.HostPort}";
                var map = port.IsEveryAddress ? WildcardMap : AddressedMap;
                text.AppendLine(CultureInfo.InvariantCulture, $"add element ip {names.Table} {map} {{ {key} : {workload.PortAddress} . {port.ContainerPort} }}");
            }
        }

        return text.ToString();
    }
}
