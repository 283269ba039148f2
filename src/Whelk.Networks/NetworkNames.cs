using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Whelk.Networks;

/// <summary>The names that a network has in the kernel, all from one hash of the daemon's root, so that daemons do not meet.</summary>
public sealed class NetworkNames
{
    /// <param name="root">The daemon's --root.</param>
    public NetworkNames(string root)
    {
        Hash = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)))));
        Bridge = $"wk{Hash:x8}";
        Table = $"whelk-{Hash:x8}";
    }

    /// <summary>The bridge: 10 bytes of the 15 that a name may have.</summary>
    public string Bridge { get; }

    /// <summary>The nftables table, of family ip.</summary>
    public string Table { get; }

    internal uint Hash { get; }

    /// <summary>What the names of all our veths begin with.</summary>
    internal string VethPrefix => $"{Bridge}-";

    /// <summary>A workload's interface on the host: 15 bytes.</summary>
    internal string Veth(int offset) => $"{VethPrefix}{offset:x4}";
}
