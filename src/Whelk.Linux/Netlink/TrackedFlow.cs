using System.Net;

namespace Whelk.Linux.Netlink;

/// <summary>A flow of IPv4 that the kernel tracks: where its first packet was sent, and who answers it.</summary>
/// <param name="Protocol">Its number in the IP header.</param>
/// <param name="Destination">Where the first packet was sent.</param>
/// <param name="Port">The port it was sent to.</param>
/// <param name="Answerer">Where answers come from: another address than the destination's where it was translated.</param>
/// <param name="Original">The kernel's own words for the flow, to name it by.</param>
public sealed record TrackedFlow(byte Protocol, IPAddress Destination, int Port, IPAddress Answerer, ReadOnlyMemory<byte> Original);
