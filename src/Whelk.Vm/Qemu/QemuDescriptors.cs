using System.Runtime.InteropServices;
using Whelk.Linux.Files;

namespace Whelk.Vm.Qemu;

/// <summary>What a QEMU is started with open, by number. It can open nothing itself but what everybody may read: it is nobody's user.</summary>
internal sealed class QemuDescriptors : IDisposable
{
    private readonly List<SafeHandle> _opened = [];

    private QemuDescriptors()
    {
    }

    internal Dictionary<int, SafeHandle> ByNumber { get; } = [];

    /// <summary>Opens what is to be opened; that is closed again by <see cref="Dispose"/>, when QEMU has it. The rest stays its maker's.</summary>
    internal static QemuDescriptors Of(VmShape shape, GuestFiles files)
    {
        var descriptors = new QemuDescriptors();
        try
        {
            descriptors.Add(shape, files);
            return descriptors;
        }
        catch (Exception)
        {
            descriptors.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(handle => handle.Dispose());

    private void Add(VmShape shape, GuestFiles files)
    {
        if (shape.Ram is not GuestRam.Copied)
        {
            ByNumber[QemuCommandLine.KernelFd] = Opened(Descriptor.Open(files.Kernel));
            ByNumber[QemuCommandLine.InitramfsFd] = Opened(Descriptor.Open(files.Initramfs));
        }

        foreach (var (number, descriptor) in shape.Ram.Descriptors.Index())
        {
            ByNumber[QemuCommandLine.RamFd + number] = descriptor;
        }

        foreach (var (device, number) in QemuCommandLine.Numbered(shape.Devices).Where(one => one.Device.DescriptorCount > 0))
        {
            foreach (var (index, descriptor) in (device.Descriptor is { } given ? [given] : device.Open().Select(Opened)).Index())
            {
                ByNumber[number + index] = descriptor;
            }
        }
    }

    private SafeHandle Opened(SafeHandle handle)
    {
        _opened.Add(handle);
        return handle;
    }
}
