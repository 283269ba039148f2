namespace Whelk.Linux.Files;

/// <summary>A device's two numbers, out of the one that stat(2) gives. makedev(3).</summary>
public sealed record DeviceNumber(uint Major, uint Minor)
{
    /// <param name="device">st_rdev.</param>
    public static DeviceNumber Of(ulong device) => new(
        (uint)(((device >> 8) & 0xFFF) | ((device >> 32) & 0xFFFFF000)),
        (uint)((device & 0xFF) | ((device >> 12) & 0xFFFFFF00)));
}
