using System.Globalization;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Api.Http;

/// <summary>A time in a query, as Docker's clients send it: seconds since 1970 with a fraction, or RFC 3339.</summary>
internal static class QueryTime
{
    // The year 3000 and its mirror, well within what a date can be.
    private const long MaximumSeconds = 32_503_680_000;

    /// <returns>Null where none is given.</returns>
    /// <exception cref="WhelkException">InvalidArgument: it is no time.</exception>
    internal static DateTimeOffset? Of(string? text) => string.IsNullOrEmpty(text) ? null
        : TryOf(text) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"strconv.ParseInt: parsing \"{text}\": invalid syntax");

    /// <summary>A time, or a duration back from now as Go writes it.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is neither.</exception>
    internal static DateTimeOffset AgoOrAt(string text, DateTimeOffset now) =>
        GoDuration.TryParse(text, out var ago) ? now - ago : TryOf(text) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"failed to parse value as time or duration: \"{text}\"");

    private static DateTimeOffset? TryOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < MaximumSeconds
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;
}
