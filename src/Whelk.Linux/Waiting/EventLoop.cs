using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Waiting;

/// <summary>One thread's epoll loop with callbacks, for a program that has no other thread: the guest agent. epoll(7), level-triggered.</summary>
public sealed class EventLoop : IDisposable
{
    private readonly SafeFileHandle _epoll = Libc.Own(SyscallResult.Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1", string.Empty));
    private readonly Dictionary<int, Action> _callbacks = [];
    private readonly Dictionary<int, uint> _interests = [];

    /// <summary>Calls <paramref name="callback"/> whenever the descriptor is ready for what <see cref="Want"/> asked, or has ended.</summary>
    public void Add(SafeHandle fd, Action callback)
    {
        var number = (int)fd.DangerousGetHandle();
        _callbacks[number] = callback;
    }

    /// <summary>Says what to wait for; neither means not even the end is reported.</summary>
    public unsafe void Want(SafeHandle fd, bool read, bool write)
    {
        var number = (int)fd.DangerousGetHandle();
        var wanted = (read ? Libc.EPOLLIN : 0) | (write ? Libc.EPOLLOUT : 0);
        var before = _interests.GetValueOrDefault(number);
        if (wanted == before)
        {
            return;
        }

        var ev = new Libc.epoll_event { events = wanted, data = number };
        var operation = wanted == 0 ? Libc.EPOLL_CTL_DEL : before == 0 ? Libc.EPOLL_CTL_ADD : Libc.EPOLL_CTL_MOD;

        // SAFETY: ev lives on this stack frame; the kernel copies it.
        SyscallResult.Check(Libc.epoll_ctl(_epoll, operation, fd, &ev), "epoll_ctl", "descriptor");
        _interests[number] = wanted;
    }

    /// <summary>Must be called before the descriptor is closed. Idempotent.</summary>
    public void Remove(SafeHandle fd)
    {
        Want(fd, read: false, write: false);
        _interests.Remove((int)fd.DangerousGetHandle());
        _callbacks.Remove((int)fd.DangerousGetHandle());
    }

    /// <summary>Waits for one round of events and calls back.</summary>
    public unsafe void RunOnce()
    {
        const int Max = 32;
        var events = stackalloc Libc.epoll_event[Max];

        // SAFETY: the buffer holds Max events.
        var count = Libc.epoll_wait(_epoll, events, Max, -1);
        for (var i = 0; i < count; i++)
        {
            // An earlier callback of this round may have removed it.
            if (_callbacks.TryGetValue((int)events[i].data, out var callback))
            {
                callback();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _epoll.Dispose();
}
