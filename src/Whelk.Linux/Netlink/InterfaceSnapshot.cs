using System.Net.NetworkInformation;
using Whelk.Linux.Namespaces;

namespace Whelk.Linux.Netlink;

/// <summary>What a namespace's interface is set up with, to be given to a guest that takes its place.</summary>
public sealed record InterfaceSnapshot
{
    /// <summary>The interface's index in its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>The hardware address.</summary>
    public required PhysicalAddress Mac { get; init; }

    /// <summary>The largest packet.</summary>
    public required int Mtu { get; init; }

    /// <summary>Its addresses.</summary>
    public required IReadOnlyList<InterfaceAddress> Addresses { get; init; }

    /// <summary>The routes that lead out of it, in the kernel's order (most specific first).</summary>
    public required IReadOnlyList<InterfaceRoute> Routes { get; init; }

    /// <summary>Reads an interface inside the namespace at a path.</summary>
    /// <returns>Null when the namespace has no such interface.</returns>
    public static InterfaceSnapshot? Read(string namespacePath, string name)
    {
        using var thread = NamespaceThread.InNetwork(namespacePath);
        return thread.Run(() => ReadHere(name));
    }

    /// <summary>Reads an interface of this thread's namespace.</summary>
    public static InterfaceSnapshot? ReadHere(string name)
    {
        using var socket = RouteSocket.Open();
        if (socket.FindLink(name) is not { } link)
        {
            return null;
        }

        return new InterfaceSnapshot
        {
            Index = link.Index,
            Mac = link.Mac,
            Mtu = link.Mtu,
            Addresses = [.. socket.Addresses().Where(address => address.InterfaceIndex == link.Index)],
            Routes = [.. socket.Routes().Where(route => route.InterfaceIndex == link.Index)],
        };
    }
}
