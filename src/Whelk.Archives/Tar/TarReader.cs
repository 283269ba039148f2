namespace Whelk.Archives.Tar;

/// <summary>
/// Reads an archive once from front to back: ustar, pax, GNU long names and sparse files. Every failure of the archive is a WhelkException
/// (Corrupt or Unsupported), and no size that it declares is allocated before it is bounded.
/// </summary>
public sealed partial class TarReader(Stream stream)
{
    // For all the headers before one entry together, and for the global ones of an archive: git writes 52 bytes of them.
    private const int MaximumExtension = 1 << 20;
    private const int MaximumGlobal = 1 << 16;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly PaxRecords _global = new();
    private long _globalLength;
    private long _stored;
    private long _padding;

    /// <summary>The next entry, or null at the end. What was not read of the last entry's content is passed over.</summary>
    public TarEntry? Next()
    {
        var extension = new Extension { Pax = new PaxRecords(_global) };
        while (ReadHeader() is { } header)
        {
            switch (header.Type)
            {
                case (byte)'x':
                    extension.Pax.Add(ReadSmall(header, MaximumExtension, ref extension.Length));
                    break;
                case (byte)'g':
                    _global.Add(ReadSmall(header, MaximumGlobal, ref _globalLength));
                    break;
                case (byte)'L':
                    extension.LongName = Unterminated(ReadSmall(header, MaximumExtension, ref extension.Length));
                    break;
                case (byte)'K':
                    extension.LongLink = Unterminated(ReadSmall(header, MaximumExtension, ref extension.Length));
                    break;
                case (byte)'V':
                    Begin(header.Size);
                    break;
                default:
                    return ToEntry(header, extension);
            }
        }

        return null;
    }

    /// <summary>Reads content of the current entry; 0 at its end.</summary>
    public int ReadContent(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _stored);
        if (wanted == 0)
        {
            return 0;
        }

        var read = stream.Read(buffer[..wanted]);
        _stored -= read;
        return read > 0 ? read : throw ArchiveErrors.UnexpectedEnd();
    }

    /// <summary>Reads what follows the archive's end, so that whoever counts or hashes sees every byte.</summary>
    public void Drain()
    {
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) > 0)
        {
            // Padding after the two blocks of the end, up to whatever blocking factor the writer used.
        }
    }

    private TarHeader? ReadHeader()
    {
        Skip(_stored + _padding);
        (_stored, _padding) = (0, 0);
        if (!TryReadBlock())
        {
            return null;
        }

        if (_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            return TarHeader.Parse(_block);
        }

        // Two empty blocks end the archive. Like Docker, also take one, or none, where the stream ends there.
        return TryReadBlock() && _block.AsSpan().ContainsAnyExcept((byte)0)
            ? throw ArchiveErrors.InvalidHeader("an empty block is followed by a full one")
            : null;
    }

    private bool TryReadBlock()
    {
        var read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        return read == _block.Length || (read == 0 ? false : throw ArchiveErrors.UnexpectedEnd());
    }

    private void Begin(long size)
    {
        const int Mask = TarHeader.BlockSize - 1;
        if (size is < 0 or > long.MaxValue - Mask)
        {
            throw ArchiveErrors.InvalidHeader("a size is out of range");
        }

        _stored = size;
        _padding = -size & Mask;
    }

    private byte[] ReadSmall(TarHeader header, int limit, ref long total)
    {
        if (header.Size < 0 || header.Size > limit - total)
        {
            throw ArchiveErrors.InvalidHeader("an extended header is too long");
        }

        total += header.Size;
        Begin(header.Size);
        var content = new byte[header.Size];
        ReadStored(content);
        return content;
    }

    private void ReadStored(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = ReadContent(buffer);
            buffer = read > 0 ? buffer[read..] : throw ArchiveErrors.InvalidHeader("content is shorter than it must be");
        }
    }

    private void Skip(long count)
    {
        var buffer = count > 0 ? new byte[Math.Min(count, 1 << 16)] : [];
        while (count > 0)
        {
            var read = stream.Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
            count -= read > 0 ? read : throw ArchiveErrors.UnexpectedEnd();
        }
    }

    private static byte[] Unterminated(byte[] text)
    {
        var end = text.AsSpan().IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    /// <summary>What headers before the entry's own one say of it.</summary>
    private sealed class Extension
    {
        /// <summary>The bytes of all of them.</summary>
        public long Length;

        public required PaxRecords Pax { get; init; }

        public byte[]? LongName { get; set; }

        public byte[]? LongLink { get; set; }
    }
}
