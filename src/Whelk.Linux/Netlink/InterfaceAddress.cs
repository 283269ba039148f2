using System.Net;

namespace Whelk.Linux.Netlink;

/// <summary>An address of an interface.</summary>
public sealed record InterfaceAddress(int InterfaceIndex, IPAddress Address, int PrefixLength);
