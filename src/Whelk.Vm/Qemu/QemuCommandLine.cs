namespace Whelk.Vm.Qemu;

/// <summary>QEMU's arguments for a VM. The reasons for each are in docs/vm.md. The accelerators differ in the first three options alone.</summary>
internal static class QemuCommandLine
{
    internal const int QmpFd = 3;
    internal const int AgentFd = 4;
    internal const int ConsoleFd = 5;
    internal const int KernelFd = 6;
    internal const int InitramfsFd = 7;
    internal const int RamFd = 8;
    internal const int StateFd = 9;
    internal const int WaitingQmpFd = 10;
    internal const int LifeFd = 11;
    internal const int FirstDeviceFd = 12;

    /// <summary>The arguments. What is passed open is named by its number (<see cref="QemuDescriptors"/>).</summary>
    internal static List<string> Of(VmShape shape, string accelerator, long tscKilohertz) =>
        [.. Machine(shape, accelerator, tscKilohertz), .. Numbered(shape.Devices).SelectMany(one => ArgumentsOf(one.Device, one.Number))];

    /// <summary>Each device with the number of its first descriptor: from <see cref="FirstDeviceFd"/> up, in their order.</summary>
    internal static IEnumerable<(Device Device, int Number)> Numbered(IReadOnlyList<Device> devices)
    {
        var number = FirstDeviceFd;
        foreach (var device in devices)
        {
            yield return (device, number);
            number += device.DescriptorCount;
        }
    }

    private static List<string> Machine(VmShape shape, string accelerator, long tscKilohertz) =>
    [
        "-accel", accelerator == Accelerator.Kvm ? "kvm" : "tcg,tb-size=64",
        "-cpu", accelerator == Accelerator.Kvm ? "host" : "max,la57=off,erms=off,fsrm=off",
        "-M", "microvm,x-option-roms=on,pic=off,pit=off,rtc=on,memory-backend=m0",
        "-m", $"{shape.MemoryMiB}M",
        "-smp", $"{shape.Processors}",
        .. Memory(shape),
        "-global", "virtio-mmio.force-legacy=false",
        .. shape.Ram is GuestRam.Copied ? [] : Boot(tscKilohertz),
        "-no-reboot", "-nodefaults", "-no-user-config", "-display", "none",
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
        "-chardev", $"socket,id=console,fd={ConsoleFd}",
        "-serial", "chardev:console",
        "-chardev", $"socket,id=qmp,fd={QmpFd}",
        "-mon", "chardev=qmp,mode=control",
        .. shape.IsWaiting ? ["-chardev", $"socket,id=waiting,fd={WaitingQmpFd}", "-mon", "chardev=waiting,mode=control"] : Array.Empty<string>(),
        "-chardev", $"socket,id=agent,fd={AgentFd}",
        "-device", "virtio-serial-device,id=vs,bus=virtio-mmio-bus.1,max_ports=4",
        "-device", "virtserialport,bus=vs.0,nr=1,chardev=agent,name=agent",
    ];

    // A clone has its kernel in its memory already.
    private static string[] Boot(long tscKilohertz) =>
    [
        "-kernel", $"/proc/self/fd/{KernelFd}",
        "-initrd", $"/proc/self/fd/{InitramfsFd}",
        "-append", $"console=ttyS0 reboot=t panic=-1 loglevel=5 tsc=reliable tsc_early_khz={tscKilohertz} cgroup_no_v1=all cryptomgr.notests",
    ];

    // Allocated page by page as the guest touches it. A clone does nothing until it is told where its state is: QEMU 7.2 takes no capability of a
    // migration on its command line.
    private static string[] Memory(VmShape shape) => shape.Ram switch
    {
        // Shared, because virtiofsd maps it.
        GuestRam.Own => ["-object", $"memory-backend-memfd,id=m0,size={shape.MemoryMiB}M,share=on"],
        GuestRam.Kept => ["-object", $"memory-backend-file,id=m0,size={shape.MemoryMiB}M,mem-path=/proc/self/fd/{RamFd},share=on"],
        GuestRam.Copied => ["-object", $"memory-backend-file,id=m0,size={shape.MemoryMiB}M,mem-path=/proc/self/fd/{RamFd},share=off", "-incoming", "defer"],
        _ => throw new InvalidOperationException($"no arguments for {shape.Ram.GetType().Name}"),
    };

    private static string[] ArgumentsOf(Device device, int descriptor) => device switch
    {
        Device.Disk d =>
        [
            .. Enumerable.Range(descriptor, d.DescriptorCount).SelectMany(number => new[] { "-add-fd", $"fd={number},set={QemuDisk.FirstSet(d)}" }),
            "-blockdev", QemuDisk.File(d, QemuDisk.FirstSet(d), QemuDisk.FirstFile(d)),
            "-blockdev", QemuDisk.Content(d, QemuDisk.FirstFile(d)),
            "-device", $"virtio-blk-device,drive={QemuDisk.Node(d)},bus=virtio-mmio-bus.{d.Slot}",
        ],
        Device.NinePShare s =>
        [
            "-fsdev", $"local,id=s{s.Slot},path={Escape(s.Path)},security_model=passthrough,multidevs=remap,readonly=on",
            "-device", $"virtio-9p-device,fsdev=s{s.Slot},mount_tag={s.Tag},bus=virtio-mmio-bus.{s.Slot}",
        ],
        Device.VirtiofsShare s =>
        [
            "-chardev", $"socket,id=s{s.Slot},fd={descriptor}",
            "-device", $"vhost-user-fs-device,chardev=s{s.Slot},tag={s.Tag},queue-size=1024,bus=virtio-mmio-bus.{s.Slot}",
        ],
        Device.NetworkCard n =>
        [
            "-netdev", $"tap,id=n{n.Slot},fd={descriptor}",
            "-device", $"virtio-net-device,netdev=n{n.Slot},mac={n.HardwareAddress},bus=virtio-mmio-bus.{n.Slot}",
        ],
        _ => throw new InvalidOperationException($"no arguments for {device.GetType().Name}"),
    };

    // In QEMU's option lists a comma is written twice.
    private static string Escape(string path) => path.Replace(",", ",,");
}
