namespace Whelk.Api.Wire;

/// <summary>{}: Go's struct{} in a set.</summary>
internal sealed record Empty;
