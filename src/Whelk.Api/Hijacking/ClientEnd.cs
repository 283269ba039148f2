namespace Whelk.Api.Hijacking;

/// <summary>How a client's side of a splice came to its end.</summary>
internal enum ClientEnd
{
    /// <summary>It sends nothing more, and may still listen.</summary>
    Ended,

    /// <summary>Its connection broke.</summary>
    Broken,

    /// <summary>It typed the keys with which one leaves.</summary>
    Left,
}
