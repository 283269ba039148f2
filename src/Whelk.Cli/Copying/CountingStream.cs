using Whelk.Linux.Files;

namespace Whelk.Cli.Copying;

/// <summary>Counts what is read of another stream.</summary>
internal sealed class CountingStream(Stream inner) : ReadStream
{
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        Count += count;
        return count;
    }
}
