namespace Whelk.Images.Layers;

/// <summary>What unpacking a layer made.</summary>
/// <param name="Size">The sum of the lengths of its files, in bytes.</param>
/// <param name="HasWhiteouts">Whether something in it hides what lies below.</param>
internal sealed record LayerContent(long Size, bool HasWhiteouts);
