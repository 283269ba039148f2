using System.Net.NetworkInformation;

namespace Whelk.Linux.Netlink;

/// <summary>A network interface as the kernel lists it.</summary>
/// <param name="Index">Its number in its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address; empty where it has none.</param>
/// <param name="Mtu">The largest packet.</param>
/// <param name="MasterIndex">The bridge it belongs to; 0 for none.</param>
/// <param name="IsUp">Whether it was brought up.</param>
public sealed record LinkInfo(int Index, string Name, PhysicalAddress Mac, int Mtu, int MasterIndex, bool IsUp);
