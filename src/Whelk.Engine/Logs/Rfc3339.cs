using System.Globalization;

namespace Whelk.Engine.Logs;

/// <summary>Times as Docker writes them: RFC 3339 in UTC with nine digits of seconds' fraction.</summary>
public static class Rfc3339
{
    /// <summary>What Docker shows where there is no time yet.</summary>
    public const string Zero = "0001-01-01T00:00:00Z";

    /// <summary>The kernel-independent text of a time; the clock's step is 100 ns.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    /// <summary>The same, or <see cref="Zero"/> for null.</summary>
    public static string Format(DateTimeOffset? time) => time is { } known ? Format(known) : Zero;
}
