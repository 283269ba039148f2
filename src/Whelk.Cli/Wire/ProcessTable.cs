namespace Whelk.Cli.Wire;

/// <summary>The processes of a workload, as ps shows them.</summary>
internal sealed record ProcessTable(string[][] Processes, string[] Titles);
