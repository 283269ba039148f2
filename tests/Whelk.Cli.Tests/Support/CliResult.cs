namespace Whelk.Cli.Tests.Support;

/// <summary>How a command ended, and what it has written.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error);
