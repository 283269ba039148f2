using System.Net;

namespace Whelk.Networks.Names;

/// <summary>What a name server is for.</summary>
internal sealed record NameServerSite
{
    /// <summary>The executable that is a name server when it is called with <see cref="NameServerProcess.Command"/>.</summary>
    internal required string Executable { get; init; }

    /// <summary>The folder of the names, and of the server's record.</summary>
    internal required string Folder { get; init; }

    /// <summary>Tells a bridge from another one that had its name.</summary>
    internal required int InterfaceIndex { get; init; }

    /// <summary>Where it answers.</summary>
    internal required IPAddress Address { get; init; }

    /// <summary>Whom it answers, beside the workloads of other networks.</summary>
    internal required IPNetwork Subnet { get; init; }

    /// <summary>Told of the process whenever there is one.</summary>
    internal Action<int>? Found { get; init; }

    internal bool Fits(NameServerRecord record) => record.InterfaceIndex == InterfaceIndex && record.EndPoint.Address.Equals(Address);
}
