using Whelk.Linux.Files;

namespace Whelk.Archives.Tar;

/// <summary>An entry of an archive after all its headers are put together; nothing in it is trusted.</summary>
public sealed record TarEntry
{
    public required TarEntryKind Kind { get; init; }

    public required FilePath Name { get; init; }

    /// <summary>Of links alone.</summary>
    public FilePath? LinkName { get; init; }

    public required FileMetadata Metadata { get; init; }

    /// <summary>The length of the file that is made; of a sparse one more than the archive holds.</summary>
    public long Size { get; init; }

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    /// <summary>Where the archive's bytes belong in the file, in order; null where they are the file.</summary>
    public IReadOnlyList<SparseRegion>? Sparse { get; init; }
}
