using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Files;

/// <summary>
/// Tells which files of a folder were renamed into place or removed. The kernel notes a change before rename(2) or unlink(2) returns to whoever made it, so
/// a reader that takes the changes first never sees less than what was there when it was asked. inotify(7).
/// </summary>
public sealed class FolderChanges : IDisposable
{
    private readonly SafeFileHandle _inotify;
    private readonly byte[] _events = new byte[4096];

    /// <exception cref="SyscallException">There is no such folder.</exception>
    public FolderChanges(string path)
    {
        const uint Mask = Libc.IN_MOVED_TO | Libc.IN_DELETE;
        _inotify = Libc.Own(SyscallResult.Check(Libc.inotify_init1(Libc.IN_NONBLOCK | Libc.IN_CLOEXEC), "inotify_init1", path));
        SyscallResult.Check(Libc.inotify_add_watch(_inotify, path, Mask), "inotify_add_watch", path);
    }

    /// <summary>What has changed since the last call, without waiting; not for two callers at a time.</summary>
    /// <returns>Names, some perhaps twice; null where the kernel lost count and everything is to be read again.</returns>
    public IReadOnlyList<string>? Take()
    {
        var names = new List<string>();
        var complete = true;
        int count;
        while ((count = NonBlocking.Read(_inotify, _events)) > 0)
        {
            for (var events = _events.AsSpan(0, count); !events.IsEmpty; events = Next(events))
            {
                complete &= Note(events, names);
            }
        }

        return complete ? names : null;
    }

    /// <summary>Completes when <see cref="Take"/> has something to give.</summary>
    public Task NextAsync(CancellationToken cancellationToken) => FdWatcher.Shared.ReadableAsync(_inotify, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        FdWatcher.Shared.Forget(_inotify);
        _inotify.Dispose();
    }

    private static Span<byte> Next(Span<byte> events) => events[(Unsafe.SizeOf<Libc.inotify_event>() + (int)MemoryMarshal.Read<Libc.inotify_event>(events).len)..];

    /// <returns>False where events were lost.</returns>
    private static bool Note(ReadOnlySpan<byte> events, List<string> names)
    {
        var first = MemoryMarshal.Read<Libc.inotify_event>(events);
        var name = events.Slice(Unsafe.SizeOf<Libc.inotify_event>(), (int)first.len).TrimEnd((byte)0);
        if (!name.IsEmpty)
        {
            names.Add(Encoding.UTF8.GetString(name));
        }

        return (first.mask & Libc.IN_Q_OVERFLOW) == 0;
    }
}
