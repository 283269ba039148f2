using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Waiting;

/// <summary>Who waits for one descriptor. Re-armed for the side that is still waiting when the other was served.</summary>
/// <param name="descriptor">The handle, not its number: numbers are used again.</param>
/// <param name="generation">Tells this interest from others in a descriptor of the same number.</param>
internal sealed class FdInterest(SafeHandle descriptor, int generation)
{
    private const uint Ended = Libc.EPOLLERR | Libc.EPOLLHUP;
    private const uint Read = Libc.EPOLLIN | Libc.EPOLLRDHUP;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _reader;
    private TaskCompletionSource? _writer;
    private TaskCompletionSource? _end;
    private Action<uint>? _arm;

    internal bool Registered { get; set; }

    /// <summary>What epoll gives back with an event: the number below, the generation above.</summary>
    internal long Ticket { get; } = ((long)generation << 32) | (uint)descriptor.DangerousGetHandle();

    internal bool IsOf(SafeHandle other) => ReferenceEquals(descriptor, other);

    internal Task WantAsync(uint events, Action<uint> arm)
    {
        lock (_gate)
        {
            _arm = arm;
            ref var slot = ref SlotFor(events);
            slot ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = slot.Task;
            arm(Wanted());
            return task;
        }
    }

    internal void Complete(uint events)
    {
        lock (_gate)
        {
            if ((events & (Read | Ended)) != 0)
            {
                Interlocked.Exchange(ref _reader, null)?.TrySetResult();
            }

            if ((events & (Libc.EPOLLOUT | Ended)) != 0)
            {
                Interlocked.Exchange(ref _writer, null)?.TrySetResult();
            }

            if ((events & Ended) != 0)
            {
                Interlocked.Exchange(ref _end, null)?.TrySetResult();
            }

            if (Wanted() is var still and not 0)
            {
                Rearm(still);
            }
        }
    }

    private void Rearm(uint events)
    {
        try
        {
            _arm?.Invoke(events);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SyscallException)
        {
            // The descriptor is gone: whoever waits finds out by using it.
            Interlocked.Exchange(ref _reader, null)?.TrySetResult();
            Interlocked.Exchange(ref _writer, null)?.TrySetResult();
            Interlocked.Exchange(ref _end, null)?.TrySetResult();
        }
    }

    private ref TaskCompletionSource? SlotFor(uint events)
    {
        if ((events & Libc.EPOLLOUT) != 0)
        {
            return ref _writer;
        }

        return ref (events & Read) != 0 ? ref _reader : ref _end;
    }

    private uint Wanted() => (_reader is null ? 0 : Read) | (_writer is null ? 0 : Libc.EPOLLOUT) | (_end is null ? 0 : Ended);
}
