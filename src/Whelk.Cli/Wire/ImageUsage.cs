namespace Whelk.Cli.Wire;

/// <summary>An image with how many workloads stand on it.</summary>
internal sealed record ImageUsage(int Containers, long Size, long SharedSize);
