using System.Buffers;
using System.Globalization;

namespace Whelk.Oci;

/// <summary>A duration as Go writes it: "1h30m", "1.5s", "300ms".</summary>
public static class GoDuration
{
    // What no clock reaches is no duration.
    private const double LongestSeconds = 9.2e9;

    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    /// <summary>False where it is none, or longer than any clock runs.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var seconds = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberParts);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var end = rest.IndexOfAny(NumberParts);
            if (UnitOf(end < 0 ? rest : rest[..end]) is not { } unit)
            {
                return false;
            }

            seconds += number * unit;
            rest = end < 0 ? [] : rest[end..];
        }

        duration = seconds < LongestSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return text.Length > 0 && seconds < LongestSeconds;
    }

    private static double? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
