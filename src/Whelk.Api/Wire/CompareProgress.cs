namespace Whelk.Api.Wire;

/// <summary>A step of a comparison that begins: the Run-th of the side's Of.</summary>
internal sealed record CompareProgress(string Side, string Step, int Run, int Of);
