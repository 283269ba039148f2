namespace Whelk.Engine.Volumes;

/// <summary>A folder that outlives the workloads it is mounted into: Docker's local volume.</summary>
/// <param name="Name">Unique.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Labels">What its maker said of it.</param>
/// <param name="Anonymous">Whether it was made for one workload, which did not name it.</param>
/// <param name="Options">What is mounted while somebody uses it; null where it is a plain folder.</param>
public sealed record Volume(string Name, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Labels, bool Anonymous, IReadOnlyDictionary<string, string>? Options = null);
