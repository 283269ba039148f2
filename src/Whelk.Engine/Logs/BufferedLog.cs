using System.Collections.Concurrent;

namespace Whelk.Engine.Logs;

/// <summary>
/// Docker's mode "non-blocking": output is taken at once and written by a thread of its own; what does not fit between them is lost, so that a slow disk
/// never makes the workload wait (moby, daemon/logger/ring.go).
/// </summary>
internal sealed class BufferedLog : IWorkloadLog
{
    private readonly IWorkloadLog _log;
    private readonly long _room;
    private readonly BlockingCollection<(string Stream, byte[] Data, ManualResetEventSlim? Reached)> _waiting = [];
    private readonly Thread _writer;
    private long _held;

    /// <param name="log">Where it goes; disposed with this one.</param>
    /// <param name="room">Bytes that may wait.</param>
    internal BufferedLog(IWorkloadLog log, long room)
    {
        (_log, _room) = (log, room);
        _writer = new Thread(Write, 256 * 1024) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public void Append(string stream, ReadOnlySpan<byte> data)
    {
        if (Interlocked.Read(ref _held) is > 0 and var held && held + data.Length > _room)
        {
            return;
        }

        Interlocked.Add(ref _held, data.Length);
        _waiting.Add((stream, data.ToArray(), null));
    }

    public LogEnd End()
    {
        if (!_waiting.IsAddingCompleted)
        {
            using var reached = new ManualResetEventSlim();
            _waiting.Add((string.Empty, [], reached));
            reached.Wait();
        }

        return _log.End();
    }

    public void Dispose()
    {
        if (!_waiting.IsAddingCompleted)
        {
            _waiting.CompleteAdding();
            _writer.Join();
            _log.Dispose();
        }
    }

    private void Write()
    {
        foreach (var (stream, data, reached) in _waiting.GetConsumingEnumerable())
        {
            if (reached is not null)
            {
                reached.Set();
                continue;
            }

            _log.Append(stream, data);
            Interlocked.Add(ref _held, -data.Length);
        }
    }
}
