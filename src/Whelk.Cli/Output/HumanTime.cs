namespace Whelk.Cli.Output;

/// <summary>Spans of time for people, in Docker's words: "About a minute", "3 weeks".</summary>
internal static class HumanTime
{
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "Less than a second",
        { TotalSeconds: < 2 } => "1 second",
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} seconds",
        { TotalMinutes: < 2 } => "About a minute",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} minutes",
        { TotalHours: < 1.5 } => "About an hour",
        { TotalHours: < 48 } => $"{(int)(span.TotalHours + 0.5)} hours",
        { TotalHours: < 24 * 7 * 2 } => $"{(int)span.TotalHours / 24} days",
        { TotalHours: < 24 * 30 * 2 } => $"{(int)span.TotalHours / 24 / 7} weeks",
        { TotalHours: < 24 * 365 * 2 } => $"{(int)span.TotalHours / 24 / 30} months",
        _ => $"{(int)span.TotalHours / 24 / 365} years",
    };
}
