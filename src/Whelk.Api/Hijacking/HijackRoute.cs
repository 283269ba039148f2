namespace Whelk.Api.Hijacking;

/// <summary>Attach to a container, or start of an exec, by its id.</summary>
internal sealed record HijackRoute(bool IsExec, string Id);
