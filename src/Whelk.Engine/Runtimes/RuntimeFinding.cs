namespace Whelk.Engine.Runtimes;

/// <summary>What a runtime says of something that it keeps ready for its workloads, as it is at this moment.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Detail">How it is.</param>
/// <param name="Mend">What helps where it is not as it should be; null where it is.</param>
public sealed record RuntimeFinding(string Name, string Detail, string? Mend = null);
