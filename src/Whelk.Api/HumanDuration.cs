namespace Whelk.Api;

/// <summary>Spans of time in Docker's words: "About a minute", "3 weeks" (docker/go-units, HumanDuration).</summary>
public static class HumanDuration
{
    /// <summary>The span, rounded as Docker rounds it; one that is negative is less than a second.</summary>
    public static string Of(TimeSpan span)
    {
        var (seconds, minutes, hours) = ((long)span.TotalSeconds, (long)span.TotalMinutes, (long)(span.TotalHours + 0.5));
        return (seconds, minutes, hours) switch
        {
            ( < 1, _, _) => "Less than a second",
            (1, _, _) => "1 second",
            ( < 60, _, _) => $"{seconds} seconds",
            (_, 1, _) => "About a minute",
            (_, < 60, _) => $"{minutes} minutes",
            (_, _, 1) => "About an hour",
            (_, _, < 48) => $"{hours} hours",
            (_, _, < 24 * 14) => $"{hours / 24} days",
            (_, _, < 24 * 60) => $"{hours / 24 / 7} weeks",
            (_, _, < 24 * 730) => $"{hours / 24 / 30} months",
            _ => $"{(long)span.TotalHours / 24 / 365} years",
        };
    }
}
