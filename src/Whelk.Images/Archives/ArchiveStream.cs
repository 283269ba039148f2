using Whelk.Errors;
using ZstdSharp;

namespace Whelk.Images.Archives;

/// <summary>An archive as somebody sends it: plain, or packed with gzip or zstd, told by its first bytes.</summary>
public sealed class ArchiveStream : IAsyncDisposable
{
    private readonly PackedSource _source;
    private readonly Stream _content;

    private ArchiveStream(PackedSource source, Stream content) => (_source, _content) = (source, content);

    /// <summary>Opens it; the source stays the caller's.</summary>
    /// <exception cref="WhelkException">Unsupported: packed in another way.</exception>
    public static async Task<ArchiveStream> OpenAsync(Stream source, CancellationToken cancellationToken)
    {
        var packed = new PackedSource(source);
        var prefix = await packed.PeekAsync(Compression.PrefixLength, cancellationToken);
        return new ArchiveStream(packed, Compression.Open(Compression.Detect(prefix.Span), packed));
    }

    /// <summary>Some of the unpacked bytes; 0 at the end.</summary>
    /// <exception cref="WhelkException">Corrupt: the packed data is damaged.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _content.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"Error processing tar file: the compressed data is damaged: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        await _source.DisposeAsync();
    }
}
