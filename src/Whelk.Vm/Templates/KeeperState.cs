using Whelk.Guest.Protocol;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper has at this moment.</summary>
/// <param name="PoolSize">How many machines of each template are to wait.</param>
/// <param name="Places">Of each kind of machine that was asked for.</param>
internal sealed record KeeperState(int PoolSize, IReadOnlyList<KeeperState.Place> Places)
{
    /// <summary>One kind of machine.</summary>
    /// <param name="MemoryMiB">Its size.</param>
    /// <param name="Processors">Its processors.</param>
    /// <param name="Accelerator">Which executes it.</param>
    /// <param name="Seconds">The age of its template; null where there is none.</param>
    /// <param name="TemplateMiB">The memory that the template takes.</param>
    /// <param name="Waiting">How many machines wait.</param>
    /// <param name="Fault">Why there is no template, or no newer one; empty where nothing went wrong.</param>
    /// <param name="WarmFault">What went wrong last with a machine that waits; empty for nothing.</param>
    internal sealed record Place(int MemoryMiB, int Processors, string Accelerator, int? Seconds, int TemplateMiB, int Waiting, string Fault, string WarmFault);

    internal ReadOnlySpan<byte> Encode() => new PayloadWriter().Int32(PoolSize).List(
        Places,
        static (w, p) => w.Int32(p.MemoryMiB).Int32(p.Processors).String(p.Accelerator).Int32(p.Seconds ?? -1).Int32(p.TemplateMiB).Int32(p.Waiting).String(p.Fault).String(p.WarmFault)).Written;

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static KeeperState Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var state = new KeeperState(reader.Int32(), reader.List(Read));
        reader.End();
        return state;
    }

    /// <summary>Asks the keeper of this root.</summary>
    /// <returns>Null where there is none that answers.</returns>
    internal static async Task<KeeperState?> TryAskAsync(string root, CancellationToken cancellationToken)
    {
        if (KeeperSocket.TryConnect(root) is not { } keeper)
        {
            return null;
        }

        await using (keeper)
        {
            try
            {
                keeper.Post(KeeperFrame.Tell, 0);
                return await keeper.ReceiveAsync(cancellationToken) is { Type: KeeperFrame.Told } frame ? Decode(frame.Payload.Span) : null;
            }
            catch (Exception exception) when (exception is ProtocolException or OperationCanceledException)
            {
                return null;
            }
        }
    }

    private static Place Read(ref PayloadReader r) =>
        new(r.Int32(), r.Int32(), r.String(), r.Int32() is >= 0 and var seconds ? seconds : null, r.Int32(), r.Int32(), r.String(), r.String());
}
