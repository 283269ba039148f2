using System.Collections.Concurrent;
using System.Security.Cryptography;
using Whelk.Linux.Files;
using Whelk.Oci.Digests;

namespace Whelk.Images.Archives;

/// <summary>
/// Hands the bytes of one asynchronous stream to one blocking reader on another thread, a few buffers ahead, and hashes them there: inflating
/// is the longest single thread of ingestion, so nothing else is done on it.
/// </summary>
internal sealed class BufferRelay : ReadStream
{
    private const int BufferSize = 1 << 20;
    private const int BufferCount = 4;
    private readonly SemaphoreSlim _free = new(BufferCount);
    private readonly ConcurrentBag<byte[]> _spare = [];
    private readonly BlockingCollection<ArraySegment<byte>> _filled = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ArraySegment<byte> _current = ArraySegment<byte>.Empty;
    private int _position;

    /// <summary>The writing side: ends when the source ends; the reader then sees the end, also where this throws.</summary>
    public async Task FillFromAsync(Stream source, CancellationToken cancellationToken)
    {
        try
        {
            for (;;)
            {
                await _free.WaitAsync(cancellationToken);
                var buffer = _spare.TryTake(out var spare) ? spare : GC.AllocateUninitializedArray<byte>(BufferSize);
                var count = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                if (count == 0)
                {
                    return;
                }

                _filled.Add(new ArraySegment<byte>(buffer, 0, count), cancellationToken);
            }
        }
        finally
        {
            _filled.CompleteAdding();
        }
    }

    /// <summary>The reading side; blocks.</summary>
    public override int Read(Span<byte> buffer)
    {
        if (_position == _current.Count && !TryAdvance())
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _current.Count - _position);
        _current.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <summary>The digest of all that was read.</summary>
    public Digest Finish() => Digest.FromHash(_hash.GetHashAndReset());

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        _filled.Dispose();
        _free.Dispose();
        base.Dispose(disposing);
    }

    private bool TryAdvance()
    {
        if (_current.Array is { Length: > 0 } used)
        {
            _spare.Add(used);
            _free.Release();
        }

        _position = 0;
        if (!_filled.TryTake(out _current, Timeout.Infinite))
        {
            _current = ArraySegment<byte>.Empty;
            return false;
        }

        _hash.AppendData(_current);
        return true;
    }
}
