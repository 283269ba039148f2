using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>A file's content as it was, in memory that nobody can change any more, whoever gets hold of it. memfd_create(2), F_ADD_SEALS of fcntl(2).</summary>
public static class SealedFile
{
    private const int AllSeals = Libc.F_SEAL_SEAL | Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_WRITE;

    /// <summary>A sealed copy of the file; the caller disposes it.</summary>
    public static SafeFileHandle Copy(string path)
    {
        var copy = Unsealed(Path.GetFileName(path));
        try
        {
            RandomAccess.Write(copy, File.ReadAllBytes(path), 0);
            Seal(copy);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>An empty file in memory that is to be sealed once it is written; the caller disposes it.</summary>
    public static SafeFileHandle Unsealed(string name) =>
        Libc.Own(SyscallResult.Check(Libc.memfd_create(name, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING), "memfd_create", name));

    /// <summary>From now on it can be changed by nobody.</summary>
    /// <exception cref="SyscallException">EBUSY: somebody has it mapped to write through to it.</exception>
    public static void Seal(SafeFileHandle file) => SyscallResult.Check(Libc.fcntl(file, Libc.F_ADD_SEALS, AllSeals), "fcntl", "F_ADD_SEALS");

    /// <summary>The sealed file at a path of <see cref="MemoryFile.PathOf"/>, held by whoever opens it; the caller disposes it.</summary>
    /// <returns>Null where that is none, or none any more.</returns>
    public static SafeFileHandle? TryOpen(string path)
    {
        var descriptor = Libc.open(path, Libc.O_CLOEXEC, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var file = Libc.Own(descriptor);
        if (Libc.fcntl(file, Libc.F_GET_SEALS, 0) == AllSeals)
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
