using System.Security.Cryptography;
using Whelk.Linux.Files;
using Whelk.Oci.Digests;

namespace Whelk.Images.Archives;

/// <summary>Reads a stream in large pieces, hashing and counting all that goes by; its first bytes can be seen before they are read.</summary>
internal sealed class PackedSource(Stream source) : PassingStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;

    /// <summary>How many bytes the source gave so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    /// <summary>The first bytes; fewer than wanted only where the source has no more.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int wanted, CancellationToken cancellationToken)
    {
        while (_end - _start < wanted && await FillAsync(cancellationToken))
        {
            // The buffer is far longer than any prefix, so it fills from its start.
        }

        return _buffer.AsMemory(_start, Math.Min(wanted, _end - _start));
    }

    /// <summary>Reads what is left, so that the digest is that of the whole source.</summary>
    public async Task<Digest> FinishAsync(CancellationToken cancellationToken)
    {
        do
        {
            (_start, _end) = (0, 0);
        }
        while (await FillAsync(cancellationToken));

        return Digest.FromHash(_hash.GetHashAndReset());
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (!await FillAsync(cancellationToken))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _hash.AppendData(_buffer, _end, read);
        _end += read;
        Count += read;
        return read > 0;
    }
}
