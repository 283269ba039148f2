using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Whelk.Engine.Events;

/// <summary>The last events, and those to come for whoever listens. A listener that does not keep up is let go: nothing waits for it.</summary>
public sealed class EventLog
{
    /// <summary>As many as Docker keeps (moby, daemon/events).</summary>
    internal const int Kept = 256;

    private const int Ahead = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<EngineEvent> _last = new();
    private List<Channel<EngineEvent>> _listeners = [];

    /// <summary>Those kept that are not older than <paramref name="since"/> (none without it), then those that come, until cancelled.</summary>
    public async IAsyncEnumerable<EngineEvent> ReadAsync(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (earlier, listener) = Join(since);
        try
        {
            foreach (var one in earlier)
            {
                yield return one;
            }

            await foreach (var one in listener.Reader.ReadAllAsync(cancellationToken))
            {
                yield return one;
            }
        }
        finally
        {
            Leave(listener);
        }
    }

    internal void Add(EngineEvent happened)
    {
        lock (_gate)
        {
            _last.Enqueue(happened);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }

            foreach (var listener in _listeners.Where(listener => !listener.Writer.TryWrite(happened)))
            {
                listener.Writer.TryComplete();
            }
        }
    }

    private (IReadOnlyList<EngineEvent> Earlier, Channel<EngineEvent> Listener) Join(DateTimeOffset? since)
    {
        var listener = Channel.CreateBounded<EngineEvent>(Ahead);
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
            return ([.. _last.Where(one => since is not null && one.At >= since)], listener);
        }
    }

    private void Leave(Channel<EngineEvent> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
        }
    }
}
