using System.Globalization;

namespace Whelk.Advice.Doctor;

/// <summary>The free space below --root, where images and what workloads write are kept.</summary>
internal static class SpaceCheck
{
    private const string Name = "disk space";
    private const long Gigabyte = 1_000_000_000;
    private const long Little = 5 * Gigabyte;
    private const long TooLittle = Gigabyte / 2;

    internal static HostCheck Run(string root)
    {
        var drive = new DriveInfo(root);
        return Of(drive.AvailableFreeSpace, $"below {root} ({drive.DriveFormat})");
    }

    internal static HostCheck Of(long free, string where)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{(double)free / Gigabyte:0.0} GB free {where}");
        const string Mend = "remove images that nobody needs (whelk rmi), or give the daemon a --root on a larger disk";
        return free >= Little ? HostCheck.Ok(Name, detail)
            : free >= TooLittle ? HostCheck.Warn(Name, detail, Mend)
            : HostCheck.Fail(Name, detail, Mend);
    }
}
