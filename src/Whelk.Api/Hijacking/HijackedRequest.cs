using System.Runtime.InteropServices;

namespace Whelk.Api.Hijacking;

/// <summary>A request whose connection was taken over; its body is still to be read.</summary>
internal sealed record HijackedRequest(RequestHead Head, HijackRoute Route)
{
    /// <summary>The client's socket, to be watched and nothing else; null where there is none.</summary>
    public SafeHandle? Connection { get; init; }
}
