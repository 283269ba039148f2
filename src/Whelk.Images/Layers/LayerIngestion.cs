using Whelk.Archives.Tar;
using Whelk.Errors;
using Whelk.Images.Archives;
using Whelk.Linux.Files;
using ZstdSharp;

namespace Whelk.Images.Layers;

/// <summary>Takes in a packed layer in one pass: hash what comes, inflate it, hash that and unpack it, on two threads.</summary>
internal static class LayerIngestion
{
    /// <summary>Unpacks into an empty directory. On failure a part is left in it, which the caller removes.</summary>
    /// <exception cref="WhelkException">Corrupt or Unsupported archive; Unavailable: no space.</exception>
    public static async Task<IngestedLayer> IngestAsync(Stream source, DirectoryHandle root, CancellationToken cancellationToken)
    {
        try
        {
            await using var packed = new PackedSource(source);
            var prefix = await packed.PeekAsync(Compression.PrefixLength, cancellationToken);
            if (prefix.IsEmpty)
            {
                throw new WhelkException(ErrorCode.Corrupt, "the archive is empty");
            }

            await using var archive = Compression.Open(Compression.Detect(prefix.Span), packed);
            using var relay = new BufferRelay();
            var content = await RelayAsync(archive, relay, root, cancellationToken);
            var packedDigest = await packed.FinishAsync(cancellationToken);
            return new IngestedLayer { PackedDigest = packedDigest, PackedSize = packed.Count, DiffId = relay.Finish(), Content = content };
        }
        catch (WhelkException e)
        {
            throw e.While("Error processing tar file");
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"Error processing tar file: the compressed data is damaged: {e.Message}", e);
        }
    }

    private static async Task<LayerContent> RelayAsync(Stream archive, BufferRelay relay, DirectoryHandle root, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = relay.FillFromAsync(archive, stop.Token);
        var unpacking = Task.Factory.StartNew(
            () => UnpackThenStop(relay, root, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await ((Task)unpacking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What broke the source explains what the unpacker then missed; not the other way round.
        cancellationToken.ThrowIfCancellationRequested();
        if (filling.IsFaulted)
        {
            await filling;
        }

        return await unpacking;
    }

    private static LayerContent UnpackThenStop(BufferRelay relay, DirectoryHandle root, CancellationTokenSource stop)
    {
        try
        {
            using var unpacker = new LayerUnpacker(root);
            return unpacker.Unpack(new TarReader(relay), stop.Token);
        }
        finally
        {
            stop.Cancel();
        }
    }
}
