namespace Whelk.Linux.Processes;

/// <summary>What a short command gave back.</summary>
public sealed record CommandResult(ExitStatus Status, string Output, string Error);
