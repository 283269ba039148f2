namespace Whelk.Engine.Logs;

/// <summary>Where a log ended at a moment: a reader who counts finds its last line again.</summary>
/// <param name="Time">That of the last line, as written; empty where there was none.</param>
/// <param name="Count">The how manyth in a row of that time it was; 0 where it was the last of an earlier run, whoever counted then.</param>
public sealed record LogMark(string Time, int Count)
{
    /// <summary>Whether a line came later.</summary>
    /// <param name="line">The line.</param>
    /// <param name="before">The time of the line before it; empty for none.</param>
    /// <param name="count">The how manyth in a row of that time that one was.</param>
    public bool IsBefore(LogLine line, string before, int count) => before == Time && count >= Count && !(Count == 0 && line.Time == Time);
}
