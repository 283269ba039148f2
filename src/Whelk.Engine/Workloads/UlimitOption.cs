namespace Whelk.Engine.Workloads;

/// <summary>A resource limit by its short name (nofile, nproc, …); -1 is unlimited.</summary>
public sealed record UlimitOption(string Name, long Soft, long Hard);
