using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>A file in memory alone, close-on-exec. memfd_create(2).</summary>
public static class MemoryFile
{
    /// <summary>An empty one; its name is seen in /proc/PID/fd alone. The caller disposes it.</summary>
    public static SafeFileHandle Create(string name) => Libc.Own(SyscallResult.Check(Libc.memfd_create(name, Libc.MFD_CLOEXEC), "memfd_create", name));

    /// <summary>One with this content.</summary>
    public static SafeFileHandle Create(string name, ReadOnlySpan<byte> content)
    {
        var file = Create(name);
        RandomAccess.Write(file, content, 0);
        return file;
    }

    /// <summary>The bytes of memory that it takes: what was never written costs nothing. fstat(2).</summary>
    public static unsafe long AllocatedBytes(SafeFileHandle file)
    {
        const int BlockSize = 512;
        byte nothing = 0;
        Libc.stat stat;

        // SAFETY: both pointers are to locals of this call.
        SyscallResult.Check(Libc.fstatat(file, &nothing, &stat, Libc.AT_EMPTY_PATH), "fstatat", "a file in memory");
        return stat.st_blocks * BlockSize;
    }

    /// <summary>By which another process that may look into this one opens it as its own, while it is held here. proc_pid_fd(5).</summary>
    public static string PathOf(SafeFileHandle file) => $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}";
}
