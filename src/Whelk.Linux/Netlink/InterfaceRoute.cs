using System.Net;

namespace Whelk.Linux.Netlink;

/// <summary>A unicast route of the main table.</summary>
/// <param name="InterfaceIndex">Where it leads out.</param>
/// <param name="Destination">0.0.0.0/0 or ::/0 for the default route.</param>
/// <param name="Gateway">Null where the destination is on the link.</param>
/// <param name="Metric">Lower wins.</param>
/// <param name="IsLinkScope">Whether its scope is the link.</param>
/// <param name="IsFromAddress">Whether the kernel made it for an address; giving the address makes it again.</param>
public sealed record InterfaceRoute(int InterfaceIndex, IPNetwork Destination, IPAddress? Gateway, uint Metric, bool IsLinkScope, bool IsFromAddress);
