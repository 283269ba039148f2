using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Namespaces;

namespace Whelk.Linux.Netlink;

/// <summary>
/// Ties a tap to an interface inside a namespace, so that a guest takes the interface's place: every frame that enters one leaves
/// through the other. The namespace's own stack sees none of them.
/// </summary>
public static class TapRedirect
{
    /// <summary>Makes a tap in the namespace at a path and ties it to <paramref name="interfaceName"/>.</summary>
    /// <returns>The tap's descriptor, for the hypervisor; when its last copy closes, tap and redirection are gone.</returns>
    public static SafeFileHandle Create(string namespacePath, string interfaceName, string tapName)
    {
        using var thread = NamespaceThread.InNetwork(namespacePath);
        return thread.Run(() => CreateHere(interfaceName, tapName));
    }

    /// <summary>The same in this thread's namespace.</summary>
    public static SafeFileHandle CreateHere(string interfaceName, string tapName)
    {
        var tap = TapDevice.CreateHere(tapName);
        try
        {
            TieHere(interfaceName, tapName);
            return tap;
        }
        catch
        {
            tap.Dispose();
            throw;
        }
    }

    /// <summary>Ties a tap that exists already to <paramref name="interfaceName"/>, in this thread's namespace. The tap takes its MTU and comes up.</summary>
    public static void TieHere(string interfaceName, string tapName)
    {
        using var socket = RouteSocket.Open();
        var outside = socket.GetLink(interfaceName);
        var inside = socket.GetLink(tapName).Index;
        RemoveStale(socket, outside.Index);
        socket.Send(new RouteBatch()
            .Mtu(inside, outside.Mtu)
            .LinkUp(inside)
            .IngressQdisc(inside)
            .IngressQdisc(outside.Index)
            .RedirectIngress(inside, outside.Index)
            .RedirectIngress(outside.Index, inside));
    }

    /// <summary>An earlier tap leaves its filter on the other interface, which would go on dropping everything.</summary>
    private static void RemoveStale(RouteSocket socket, int index)
    {
        try
        {
            socket.Send(new RouteBatch().RemoveIngressQdisc(index));
        }
        catch (Native.SyscallException exception) when (exception.Errno is Native.Errno.EINVAL or Native.Errno.ENOENT)
        {
            // The usual case: there is none.
        }
    }
}
