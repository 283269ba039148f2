using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>A tap interface: frames that the holder of the descriptor writes enter the namespace through it. tuntap.rst.</summary>
public static class TapDevice
{
    /// <summary>The device that makes taps.</summary>
    public const string ControlPath = "/dev/net/tun";

    private const short IFF_TAP = 0x0002;
    private const short IFF_NO_PI = 0x1000;
    private const short IFF_VNET_HDR = 0x4000;
    private const int ifreqSize = 40;
    private const int IFNAMSIZ = 16;

    /// <summary>Makes a tap in this thread's network namespace, with the header that virtio-net speaks. It is down, and gone with its descriptor.</summary>
    /// <exception cref="SyscallException">No /dev/net/tun, or the name is taken (EBUSY).</exception>
    public static unsafe SafeFileHandle CreateHere(string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Encoding.UTF8.GetByteCount(name), IFNAMSIZ, nameof(name));
        var tap = Descriptor.Open(ControlPath, write: true);
        var request = stackalloc byte[ifreqSize];
        new Span<byte>(request, ifreqSize).Clear();
        Encoding.UTF8.GetBytes(name, new Span<byte>(request, IFNAMSIZ - 1));
        *(short*)(request + IFNAMSIZ) = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;

        // SAFETY: struct ifreq has 40 bytes: a name of 16 and a union whose first member here is a short.
        if (Libc.ioctl(tap, Libc.TUNSETIFF, request) == -1)
        {
            var errno = SyscallResult.LastError;
            tap.Dispose();
            throw SyscallResult.Failure("TUNSETIFF", name, errno);
        }

        return tap;
    }

    /// <summary>Moves a tap from another network namespace into this thread's; its descriptor stays what it is.</summary>
    /// <exception cref="SyscallException">It is not there, or its name is taken here (EEXIST).</exception>
    public static void BringHere(string name, SafeHandle from)
    {
        using var here = Descriptor.Open("/proc/thread-self/ns/net");
        using var thread = NamespaceThread.InNetwork($"/proc/self/fd/{from.DangerousGetHandle()}");
        thread.Run(() =>
        {
            using var socket = RouteSocket.Open();
            socket.Send(new RouteBatch().MoveLink(name, here));
        });
    }
}
