using Whelk.Errors;

namespace Whelk.Guest.Boot;

/// <summary>Virtio-mmio slots: ACPI devices LNRO0005, told apart by their _UID, bound when the host says so.</summary>
internal static class Slots
{
    private const string Devices = "/sys/bus/platform/devices";
    private const string Driver = "/sys/bus/platform/drivers/virtio-mmio";

    private static readonly Dictionary<ushort, string> Bound = [];

    /// <summary>Binds a slot to its driver. Idempotent.</summary>
    internal static void Bind(ushort slot)
    {
        if (!Bound.ContainsKey(slot))
        {
            Bound[slot] = BindFirst(slot);
        }
    }

    /// <summary>The disk behind a bound slot, as a path in /dev.</summary>
    internal static string Disk(ushort slot)
    {
        if (Bound.TryGetValue(slot, out var device))
        {
            foreach (var virtio in Directory.EnumerateDirectories($"{Devices}/{device}", "virtio*"))
            {
                var block = Path.Combine(virtio, "block");
                if (Directory.Exists(block))
                {
                    return $"/dev/{Path.GetFileName(Directory.EnumerateDirectories(block).First())}";
                }
            }
        }

        throw new WhelkException(ErrorCode.NotFound, $"no disk in slot {slot}");
    }

    // QEMU declares the slots it was started with, our own table all of them; the second claim on the same slot fails.
    private static string BindFirst(ushort slot)
    {
        IOException? last = null;
        foreach (var device in Directory.EnumerateFileSystemEntries(Devices, "LNRO0005:*").Where(device => Uid(device) == slot))
        {
            try
            {
                File.WriteAllText($"{Driver}/bind", Path.GetFileName(device));
                return Path.GetFileName(device);
            }
            catch (IOException exception)
            {
                last = exception;
            }
        }

        throw new WhelkException(ErrorCode.NotFound, $"no device in slot {slot}", last);
    }

    private static int Uid(string device)
    {
        var file = Path.Combine(device, "firmware_node", "uid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var uid) ? uid : -1;
    }
}
