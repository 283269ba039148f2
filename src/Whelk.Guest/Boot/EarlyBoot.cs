using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;

namespace Whelk.Guest.Boot;

/// <summary>What every guest needs before it can hear its host: kernel file systems, the console driver, the port.</summary>
internal static class EarlyBoot
{
    private const MountFlags Safe = MountFlags.MS_NOSUID | MountFlags.MS_NODEV | MountFlags.MS_NOEXEC;
    private const ushort ConsoleSlot = 1;

    // The first port of the first console device; there is no other.
    private const string PortPath = "/dev/vport0p1";
    private const int PortAttempts = 5000;

    private static readonly string[] ConsoleModules = ["virtio_ring", "virtio", "virtio_console", "virtio_mmio"];

    /// <summary>Returns the port to the host, non-blocking.</summary>
    internal static SafeFileHandle Run()
    {
        MountKernelFileSystems();

        // Devices are bound one by one: in a template most slots are still empty.
        File.WriteAllText("/sys/bus/platform/drivers_autoprobe", "0");
        ModuleLoader.Load(ConsoleModules);
        Slots.Bind(ConsoleSlot);
        return OpenPort();
    }

    private static void MountKernelFileSystems()
    {
        Mount.Add("proc", "/proc", "proc", Safe);
        Mount.Add("sysfs", "/sys", "sysfs", Safe);
        Mount.Add("devtmpfs", "/dev", "devtmpfs", MountFlags.MS_NOSUID);
        Mount.Add("tmpfs", "/run", "tmpfs", MountFlags.MS_NOSUID | MountFlags.MS_NODEV, "mode=0755");
        Mount.Add("cgroup2", "/sys/fs/cgroup", "cgroup2", Safe);
    }

    // The driver adds the port when the host's answer to its probe arrives: the node may be missing, or there but not open yet.
    private static SafeFileHandle OpenPort()
    {
        for (var attempt = 0; attempt < PortAttempts; attempt++)
        {
            // An exception costs far more than a look, under emulation.
            if (File.Exists(PortPath) && TryOpenPort() is { } port)
            {
                return port;
            }

            Thread.Sleep(1);
        }

        throw new WhelkException(ErrorCode.NotFound, $"the host gave no port ({PortPath})");
    }

    private static SafeFileHandle? TryOpenPort()
    {
        try
        {
            var port = Descriptor.Open(PortPath, write: true);
            Descriptor.SetNonBlocking(port);
            return port;
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.NotFound)
        {
            return null;
        }
    }
}
