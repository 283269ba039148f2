namespace Whelk.Engine.Logs;

/// <summary>A line of a log: its text with the newline it had, its stream, its time as written, and what else it carries.</summary>
public sealed record LogLine(string Text, string Stream, string Time, IReadOnlyDictionary<string, string>? Attributes = null);
