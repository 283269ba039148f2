using System.Buffers.Binary;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;

namespace Whelk.Archives.Trees;

/// <summary>
/// The capabilities of a program, as the kernel keeps them (security.capability): either for whoever is the host's root, or (version 3) for a user namespace, by who is root
/// there. What is in an archive is for the root of the tree's own namespace. capabilities(7), "Namespaced file capabilities".
/// </summary>
internal static class CapabilityAttribute
{
    internal static readonly FilePath Name = FilePath.From("security.capability"u8);

    private const int VersionAt = 3;
    private const int RootAt = 20;
    private const int SizeOfHosts = 20;
    private const int SizeOfNamespaces = 24;
    private const byte HostsVersion = 2;
    private const byte NamespacesVersion = 3;

    /// <summary>As an archive has it; one for another namespace stays that.</summary>
    internal static ReadOnlyMemory<byte> ToInside(ReadOnlyMemory<byte> value, IdRange ids) =>
        IsNamespaces(value) && BinaryPrimitives.ReadUInt32LittleEndian(value.Span[RootAt..]) == ids.Start ? Of(value.Span, HostsVersion, SizeOfHosts) : value;

    /// <summary>As the host has it for the namespace.</summary>
    internal static ReadOnlyMemory<byte> ToHost(ReadOnlyMemory<byte> value, IdRange ids)
    {
        if (value.Length != SizeOfHosts || value.Span[VersionAt] != HostsVersion)
        {
            return value;
        }

        var result = Of(value.Span, NamespacesVersion, SizeOfNamespaces);
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(RootAt), ids.Start);
        return result;
    }

    private static bool IsNamespaces(ReadOnlyMemory<byte> value) => value.Length == SizeOfNamespaces && value.Span[VersionAt] == NamespacesVersion;

    private static byte[] Of(ReadOnlySpan<byte> value, byte version, int size)
    {
        var result = new byte[size];
        value[..SizeOfHosts].CopyTo(result);
        result[VersionAt] = version;
        return result;
    }
}
