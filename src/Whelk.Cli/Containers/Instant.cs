using System.Buffers;
using System.Globalization;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>A point in time as a user writes it: RFC 3339, seconds since 1970, or how long ago ("1h30m").</summary>
internal static class Instant
{
    private const double LongestSeconds = 100L * 365 * 86400;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <returns>Seconds since 1970 with nanoseconds behind a point, as the API takes them; null for null.</returns>
    /// <exception cref="WhelkException">InvalidArgument: neither of the three.</exception>
    public static string? ToUnix(string? text, TimeProvider time)
    {
        if (text is null || decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return text;
        }

        if (SpanOf(text) is { } ago)
        {
            return Format(time.GetUtcNow() - ago);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? Format(moment)
            : throw new WhelkException(ErrorCode.InvalidArgument, $"failed to parse value as time or duration: \"{text}\"");
    }

    private static string Format(DateTimeOffset moment) =>
        ((moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / (decimal)TimeSpan.TicksPerSecond).ToString("F9", CultureInfo.InvariantCulture);

    /// <summary>A span as Go writes it: "1h30m", "300ms"; null where it is none.</summary>
    internal static TimeSpan? SpanOf(string text)
    {
        var sum = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            var unit = rest[digits..];
            var (length, seconds) = unit.StartsWith("ms") ? (2, 0.001) : UnitOf(unit[0]);
            if (length == 0)
            {
                return null;
            }

            sum += number * seconds;
            rest = unit[length..];
        }

        return text.Length > 0 && sum <= LongestSeconds ? TimeSpan.FromSeconds(sum) : null;
    }

    private static (int Length, double Seconds) UnitOf(char unit) => unit switch
    {
        'h' => (1, 3600),
        'm' => (1, 60),
        's' => (1, 1),
        _ => (0, 0),
    };
}
