using System.Globalization;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Cli.Containers;

/// <summary>A point in time as a user writes it: RFC 3339, seconds since 1970, or how long ago ("1h30m").</summary>
internal static class Instant
{
    /// <returns>Seconds since 1970 with nanoseconds behind a point, as the API takes them; null for null.</returns>
    /// <exception cref="WhelkException">InvalidArgument: neither of the three.</exception>
    public static string? ToUnix(string? text, TimeProvider time)
    {
        if (text is null || decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return text;
        }

        if (GoDuration.TryParse(text, out var ago))
        {
            return Format(time.GetUtcNow() - ago);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? Format(moment)
            : throw new WhelkException(ErrorCode.InvalidArgument, $"failed to parse value as time or duration: \"{text}\"");
    }

    private static string Format(DateTimeOffset moment) =>
        ((moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / (decimal)TimeSpan.TicksPerSecond).ToString("F9", CultureInfo.InvariantCulture);
}
