using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Waiting;

/// <summary>
/// One epoll thread that turns "this descriptor is ready" into a task: for pipes, pidfds, ptys and sockets. epoll(7).
/// A descriptor may have one reader, one writer and one that waits for its end at a time.
/// </summary>
public sealed class FdWatcher
{
    private readonly SafeHandle _epoll;
    private readonly ConcurrentDictionary<int, FdInterest> _interests = new();
    private int _generation;

    private FdWatcher()
    {
        _epoll = Libc.Own(SyscallResult.Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1", string.Empty));
        new Thread(Loop, 128 * 1024) { IsBackground = true, Name = "fd-watcher" }.Start();
    }

    /// <summary>The watcher of this process; its thread starts with the first use and ends with the process.</summary>
    public static FdWatcher Shared { get; } = new();

    /// <summary>Completes when <paramref name="fd"/> can be read without blocking, has ended or failed.</summary>
    /// <exception cref="SyscallException">The descriptor cannot be watched (a regular file).</exception>
    public Task ReadableAsync(SafeHandle fd, CancellationToken cancellationToken = default) =>
        WaitAsync(fd, Libc.EPOLLIN | Libc.EPOLLRDHUP, cancellationToken);

    /// <summary>Completes when <paramref name="fd"/> can be written without blocking, or its other end is gone.</summary>
    /// <exception cref="SyscallException">The descriptor cannot be watched (a regular file).</exception>
    public Task WritableAsync(SafeHandle fd, CancellationToken cancellationToken = default) =>
        WaitAsync(fd, Libc.EPOLLOUT, cancellationToken);

    /// <summary>
    /// Completes when the other end of a unix socket is closed for good: after its half-close alone there is still somebody to write to. poll(2), POLLHUP.
    /// </summary>
    public Task HungUpAsync(SafeHandle fd, CancellationToken cancellationToken = default) =>
        WaitAsync(fd, Libc.EPOLLHUP | Libc.EPOLLERR, cancellationToken);

    /// <summary>Whether <paramref name="fd"/> can be read without blocking now; of a pidfd, whether its process has ended. poll(2).</summary>
    public static unsafe bool IsReadable(SafeHandle fd)
    {
        const short POLLIN = 1;
        var entry = new Libc.pollfd { fd = (int)fd.DangerousGetHandle(), events = POLLIN };

        // SAFETY: one pollfd on this stack frame.
        return Libc.poll(&entry, 1, 0) > 0;
    }

    /// <summary>
    /// Must be called before a watched descriptor is closed: whoever waits for it is woken. Idempotent, and nothing to a later descriptor of the same number.
    /// </summary>
    public unsafe void Forget(SafeHandle fd)
    {
        var number = (int)fd.DangerousGetHandle();
        if (_interests.TryGetValue(number, out var interest) && interest.IsOf(fd) && _interests.TryRemove(KeyValuePair.Create(number, interest)))
        {
            if (!fd.IsClosed)
            {
                // SAFETY: EPOLL_CTL_DEL ignores the event.
                _ = Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_DEL, fd, null);
            }

            interest.Complete(uint.MaxValue);
        }
    }

    private async Task WaitAsync(SafeHandle fd, uint events, CancellationToken cancellationToken)
    {
        var interest = InterestIn(fd);
        var ready = interest.WantAsync(events, armed => Arm(fd, interest, armed));
        await ready.WaitAsync(cancellationToken);
    }

    private FdInterest InterestIn(SafeHandle fd)
    {
        var number = (int)fd.DangerousGetHandle();
        while (true)
        {
            var interest = _interests.GetOrAdd(number, static (_, of) => new FdInterest(of.fd, Interlocked.Increment(ref of.watcher._generation)), (fd, watcher: this));
            if (interest.IsOf(fd))
            {
                return interest;
            }

            // The number was closed without Forget and belongs to another file now: who still waits for the former one finds out by using it.
            if (_interests.TryRemove(KeyValuePair.Create(number, interest)))
            {
                interest.Complete(uint.MaxValue);
            }
        }
    }

    private unsafe void Arm(SafeHandle fd, FdInterest interest, uint events)
    {
        var ev = new Libc.epoll_event { events = events | Libc.EPOLLONESHOT, data = interest.Ticket };
        var operation = interest.Registered ? Libc.EPOLL_CTL_MOD : Libc.EPOLL_CTL_ADD;

        // SAFETY: ev lives on this stack frame; the kernel copies it.
        var result = Libc.epoll_ctl(_epoll, operation, fd, &ev);
        if (result == -1 && operation == Libc.EPOLL_CTL_ADD && SyscallResult.LastError is Errno.EEXIST)
        {
            // A former descriptor of this number still watches the same open file, through a duplicate.
            result = Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_MOD, fd, &ev);
        }

        SyscallResult.Check(result, "epoll_ctl", "descriptor");
        interest.Registered = true;
    }

    private unsafe void Loop()
    {
        const int Max = 64;
        var events = stackalloc Libc.epoll_event[Max];
        while (true)
        {
            // SAFETY: the buffer holds Max events.
            var count = Libc.epoll_wait(_epoll, events, Max, -1);
            for (var i = 0; i < count; i++)
            {
                if (_interests.TryGetValue((int)events[i].data, out var interest) && interest.Ticket == events[i].data)
                {
                    interest.Complete(events[i].events);
                }
            }
        }
    }
}
