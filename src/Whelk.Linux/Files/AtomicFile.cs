using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>Writes a file so that a reader sees the old content or the new one, never a part, also after a crash.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, syncs and renames over it.</summary>
    /// <param name="durable">False where a crash of the machine may lose it (files under /run).</param>
    /// <exception cref="SyscallException">No space, no such folder.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool durable = true, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        using var file = Libc.Own(SyscallResult.Check(Libc.open(temporary, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, (uint)mode), "open", temporary));
        try
        {
            // The umask has taken its part of the mode that open was given.
            SyscallResult.Check(Libc.fchmod(file, (uint)mode), "fchmod", temporary);
            WriteAll(file, content, temporary);
            if (durable)
            {
                SyscallResult.Check(Libc.fsync(file), "fsync", temporary);
            }

            SyscallResult.Check(Libc.rename(temporary, path), "rename", path);
        }
        catch (SyscallException)
        {
            File.Delete(temporary);
            throw;
        }

        if (durable)
        {
            SyncDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, bool, UnixFileMode)"/>
    public static void Write(string path, string content, bool durable = true) =>
        Write(path, Encoding.UTF8.GetBytes(content), durable);

    /// <summary>Gives each of two files the other's name, in one step. renameat2(2), RENAME_EXCHANGE.</summary>
    /// <exception cref="SyscallException">One is missing; EINVAL where the file system cannot.</exception>
    public static void Exchange(string one, string other)
    {
        const int AT_FDCWD = -100;
        const uint RENAME_EXCHANGE = 2;
        SyscallResult.Check(Libc.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE), "renameat2", one);
    }

    /// <summary>Makes the renames in a folder durable. fsync(2), "Calling fsync() does not necessarily ensure…".</summary>
    public static void SyncDirectory(string directory)
    {
        using var handle = Libc.Own(SyscallResult.Check(Libc.open(directory, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0), "open", directory));
        SyscallResult.Check(Libc.fsync(handle), "fsync", directory);
    }

    private static unsafe void WriteAll(SafeFileHandle file, ReadOnlySpan<byte> content, string subject)
    {
        while (!content.IsEmpty)
        {
            // SAFETY: the span is pinned for the call and its length is passed.
            fixed (byte* pointer = content)
            {
                content = content[(int)SyscallResult.Check(Libc.write(file, pointer, content.Length), "write", subject)..];
            }
        }
    }
}
