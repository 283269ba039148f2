namespace Whelk.Engine.Logs;

/// <summary>A line of a json-file log: its text with the newline it had, its stream, and its time as written.</summary>
public sealed record LogLine(string Text, string Stream, string Time);
