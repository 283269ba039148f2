using Whelk.Errors;

namespace Whelk.Guest.Boot;

/// <summary>Virtio-mmio slots: ACPI devices LNRO0005, told apart by their _UID, bound when the host says so.</summary>
internal static class Slots
{
    private const string Devices = "/sys/bus/platform/devices";
    private const string Driver = "/sys/bus/platform/drivers/virtio-mmio";

    private static readonly Dictionary<ushort, string> Bound = [];

    // What has been read of the devices, in the order of their numbers: each look at sysfs costs under emulation.
    private static readonly List<int> Uids = [];

    /// <summary>Reads the slots of all devices that the firmware declares. Idempotent.</summary>
    internal static void FindAll()
    {
        for (var number = 0; Uid(number) >= 0; number++)
        {
        }
    }

    /// <summary>Binds a slot to its driver. Idempotent.</summary>
    internal static void Bind(ushort slot)
    {
        if (!Bound.ContainsKey(slot))
        {
            Bound[slot] = BindFirst(slot);
        }
    }

    /// <summary>Takes a slot from its driver. Idempotent.</summary>
    internal static void Unbind(ushort slot)
    {
        if (Bound.Remove(slot, out var device))
        {
            File.WriteAllText($"{Driver}/unbind", device);
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

    // QEMU declares the slots it was started with, first; our own table all of them. The second claim on the same slot fails.
    private static string BindFirst(ushort slot)
    {
        IOException? last = null;
        for (var number = 0; Uid(number) is var uid and >= 0; number++)
        {
            if (uid != slot)
            {
                continue;
            }

            try
            {
                File.WriteAllText($"{Driver}/bind", Name(number));
                return Name(number);
            }
            catch (IOException exception)
            {
                last = exception;
            }
        }

        throw new WhelkException(ErrorCode.NotFound, $"no device in slot {slot}", last);
    }

    // The kernel numbers devices of one kind in hexadecimal, without gaps. -1: there are no more.
    private static int Uid(int number)
    {
        if (number == Uids.Count)
        {
            var file = $"{Devices}/{Name(number)}/firmware_node/uid";
            Uids.Add(File.Exists(file) ? int.Parse(File.ReadAllText(file)) : -1);
        }

        return Uids[number];
    }

    private static string Name(int number) => $"LNRO0005:{number:x2}";
}
