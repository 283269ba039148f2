namespace Whelk.Networks.Ports;

/// <summary>What a published port speaks; the values are those of the IP header.</summary>
public enum PortProtocol : byte
{
    Tcp = 6,
    Udp = 17,
}
