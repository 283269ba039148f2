namespace Whelk.Api.Hijacking;

/// <summary>A request whose connection was taken over; its body is still to be read.</summary>
internal sealed record HijackedRequest(RequestHead Head, HijackRoute Route);
