namespace Whelk.Api.Wire;

internal sealed record HealthLogEntry(string Start, string End, int ExitCode, string Output);
