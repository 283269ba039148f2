namespace Whelk.Cli.Wire;

/// <summary>A resource limit of setrlimit(2), named without RLIMIT_.</summary>
internal sealed record Ulimit(string Name, long Soft, long Hard);
