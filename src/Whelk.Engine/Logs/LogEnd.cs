namespace Whelk.Engine.Logs;

/// <summary>What a log holds at a moment, and what it will hold of lines that have only begun.</summary>
/// <param name="Mark">Its last line.</param>
/// <param name="Output">The beginning of a line of standard output.</param>
/// <param name="Error">The same of standard error.</param>
internal sealed record LogEnd(LogMark Mark, byte[] Output, byte[] Error);
