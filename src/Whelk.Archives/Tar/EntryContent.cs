using Whelk.Linux.Files;

namespace Whelk.Archives.Tar;

/// <summary>Writes what an archive holds of a file into a new file, holes and all.</summary>
/// <param name="chunk">Through which it goes; reused from file to file.</param>
public sealed class EntryContent(byte[] chunk)
{
    /// <exception cref="Whelk.Errors.WhelkException">The archive ends too early; Unavailable on a full disk.</exception>
    public void CopyTo(NewFile file, TarEntry entry, TarReader archive, CancellationToken cancellationToken)
    {
        if (entry.Sparse is not { } regions)
        {
            Copy(archive, file, 0, entry.Size, cancellationToken);
            return;
        }

        foreach (var region in regions)
        {
            Copy(archive, file, region.Offset, region.Length, cancellationToken);
        }

        file.SetLength(entry.Size);
    }

    private void Copy(TarReader archive, NewFile file, long offset, long length, CancellationToken cancellationToken)
    {
        for (long done = 0; done < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = archive.ReadContent(chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - done)));
            file.WriteAt(chunk.AsSpan(0, read), offset + done);
            done += read > 0 ? read : throw ArchiveErrors.UnexpectedEnd();
        }
    }
}
