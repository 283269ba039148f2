namespace Whelk.Api.Hijacking;

/// <summary>Attach to a container, or start of an exec, by its id.</summary>
internal sealed record HijackRoute(bool IsExec, string Id)
{
    /// <summary>Whether the attached bytes travel in the frames of a websocket.</summary>
    public bool IsWebSocket { get; init; }
}
