using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Files;

/// <summary>Tells when a file has grown, its writer has closed it, or it was renamed. inotify(7).</summary>
public sealed class FileChanges : IDisposable
{
    private readonly SafeFileHandle _inotify;
    private readonly byte[] _events = new byte[4096];

    /// <exception cref="SyscallException">There is no such file.</exception>
    public FileChanges(string path)
    {
        _inotify = Libc.Own(SyscallResult.Check(Libc.inotify_init1(Libc.IN_NONBLOCK | Libc.IN_CLOEXEC), "inotify_init1", path));
        SyscallResult.Check(Libc.inotify_add_watch(_inotify, path, Libc.IN_MODIFY | Libc.IN_CLOSE_WRITE | Libc.IN_MOVE_SELF), "inotify_add_watch", path);
    }

    /// <summary>Completes at the next change after the last call; several may be reported as one.</summary>
    public async Task NextAsync(CancellationToken cancellationToken) => await Descriptor.ReadAsync(_inotify, _events, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        FdWatcher.Shared.Forget(_inotify);
        _inotify.Dispose();
    }
}
