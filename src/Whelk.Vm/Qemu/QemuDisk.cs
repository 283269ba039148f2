namespace Whelk.Vm.Qemu;

/// <summary>A disk as QEMU's block layer has it: a file, and above it a node that is the device's, whose file can be exchanged. QMP's BlockdevOptions, as JSON.</summary>
internal static class QemuDisk
{
    private const int FirstSets = 100;
    private const int LaterSets = 200;

    /// <summary>The set of descriptors of the file that it is started with.</summary>
    internal static int FirstSet(Device.Disk disk) => FirstSets + disk.Slot;

    /// <summary>That of the file that takes its place.</summary>
    internal static int LaterSet(Device.Disk disk) => LaterSets + disk.Slot;

    /// <summary>The node that the device is attached to.</summary>
    internal static string Node(Device.Disk disk) => $"d{disk.Slot}";

    /// <summary>The file that it is started with.</summary>
    internal static string FirstFile(Device.Disk disk) => $"f{disk.Slot}";

    /// <summary>The file that takes its place.</summary>
    internal static string LaterFile(Device.Disk disk) => $"g{disk.Slot}";

    /// <summary>A file, open in a set of descriptors. What is only read others may have open as well.</summary>
    internal static string File(Device.Disk disk, int set, string node) => disk.ReadOnly
        ? $$"""{"driver":"file","node-name":"{{node}}","filename":"/dev/fdset/{{set}}","read-only":true,"locking":"off"}"""
        : $$"""{"driver":"file","node-name":"{{node}}","filename":"/dev/fdset/{{set}}","discard":"unmap"}""";

    /// <summary>The device's node above a file.</summary>
    internal static string Content(Device.Disk disk, string file) => disk.ReadOnly
        ? $$"""{"driver":"raw","node-name":"{{Node(disk)}}","file":"{{file}}","read-only":true,"discard":"unmap"}"""
        : $$"""{"driver":"raw","node-name":"{{Node(disk)}}","file":"{{file}}","discard":"unmap"}""";
}
