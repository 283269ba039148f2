namespace Whelk.Api.Wire;

/// <summary>What is kept of an image beside it.</summary>
/// <param name="LastTagTime">RFC 3339; the zero time where it is not known.</param>
internal sealed record ImageMetadata(string LastTagTime);
