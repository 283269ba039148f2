namespace Whelk.Linux.Files;

/// <summary>An extended attribute (xattr(7)), such as "security.capability".</summary>
public sealed record ExtendedAttribute(FilePath Name, ReadOnlyMemory<byte> Value);
