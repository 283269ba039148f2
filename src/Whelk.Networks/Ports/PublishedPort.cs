using System.Net;

namespace Whelk.Networks.Ports;

/// <summary>A port that reaches a workload.</summary>
public sealed record PublishedPort
{
    /// <summary>The host's address; null is every address of both families.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host's port, never 0.</summary>
    public required int HostPort { get; init; }

    /// <summary>The port in the workload.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>The protocol.</summary>
    public required PortProtocol Protocol { get; init; }

    /// <summary>Whether IPv4 traffic to it is translated by the kernel; false for an IPv6 address.</summary>
    internal bool IsTranslated => HostAddress is null || HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

    internal bool IsEveryAddress => HostAddress is null || HostAddress.Equals(IPAddress.Any);

    /// <summary>Whether both cannot be there at once.</summary>
    internal bool Collides(PublishedPort other)
    {
        if (Protocol != other.Protocol || HostPort != other.HostPort)
        {
            return false;
        }

        var sameFamily = HostAddress is null || other.HostAddress is null || HostAddress.AddressFamily == other.HostAddress.AddressFamily;
        return sameFamily && (IsAny(HostAddress) || IsAny(other.HostAddress) || HostAddress!.Equals(other.HostAddress));
    }

    private static bool IsAny(IPAddress? address) => address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
