using System.Globalization;

namespace Whelk.Cli.Output;

/// <summary>Sizes for people: four significant digits.</summary>
internal static class HumanSize
{
    private static readonly string[] DecimalUnits = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    private static readonly string[] BinaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>In powers of 1000, as Docker shows images: "4.44MB" (three digits).</summary>
    public static string Decimal(long bytes) => Format(bytes, 1000, DecimalUnits, "G3", "");

    /// <summary>In powers of 1024, as memory is counted: "12.5 MiB".</summary>
    public static string Binary(long bytes) => Format(bytes, 1024, BinaryUnits, "G4", " ");

    /// <summary>The same without the blank, as Docker shows statistics: "12.5MiB".</summary>
    public static string BinaryTight(long bytes) => Format(bytes, 1024, BinaryUnits, "G4", "");

    private static string Format(double size, int step, string[] units, string format, string space)
    {
        var unit = 0;
        while (size >= step && unit < units.Length - 1)
        {
            size /= step;
            unit++;
        }

        // From 999.5 on, three digits would be written with an exponent.
        var number = size >= 999 ? Math.Round(size).ToString(CultureInfo.InvariantCulture) : size.ToString(format, CultureInfo.InvariantCulture);
        return $"{number}{space}{units[unit]}";
    }
}
