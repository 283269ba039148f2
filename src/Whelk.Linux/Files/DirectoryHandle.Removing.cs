using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    private const int EntryBuffer = 32768;
    private const int NameOffset = 19;

    /// <summary>Removes the name and all that is below it, across no mount point. Does nothing where there is nothing.</summary>
    public void RemoveTree(FilePath name)
    {
        if (TryRemove(name))
        {
            return;
        }

        using (var top = OpenWithoutLinks(name))
        {
            top.Empty();
        }

        TryRemove(name);
    }

    /// <summary>Removes all that is below this directory.</summary>
    public void Empty()
    {
        // What is nested is first hoisted to the top, so that neither depth nor the number of open files grows with a hostile tree.
        var hoisted = 0L;
        for (var names = ReadNames(); names.Count > 0; names = ReadNames())
        {
            foreach (var name in names)
            {
                if (TryRemove(name))
                {
                    continue;
                }

                using var directory = OpenWithoutLinks(name);
                foreach (var nested in directory.ReadNames())
                {
                    if (!directory.TryRemove(nested))
                    {
                        HoistFrom(directory, nested, ref hoisted);
                    }
                }
            }
        }
    }

    /// <summary>The names in this directory, without "." and "..", in no order.</summary>
    public unsafe IReadOnlyList<FilePath> ReadNames()
    {
        using var fresh = OpenWithoutLinks(FilePath.From("."u8));
        var names = new List<FilePath>();
        var buffer = new byte[EntryBuffer];

        // SAFETY: the kernel writes at most the buffer's length; records are walked by their own d_reclen.
        fixed (byte* pointer = buffer)
        {
            for (;;)
            {
                var length = (int)SyscallResult.Check(Libc.getdents64(Libc.SYS_getdents64, fresh._fd, pointer, EntryBuffer), "getdents64", Path);
                if (length == 0)
                {
                    return names;
                }

                AddNames(buffer.AsSpan(0, length), names);
            }
        }
    }

    // linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name (getdents64(2)).
    private static void AddNames(ReadOnlySpan<byte> records, List<FilePath> names)
    {
        while (!records.IsEmpty)
        {
            var length = BitConverter.ToUInt16(records[16..]);
            var name = records[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add(FilePath.From(name));
            }

            records = records[length..];
        }
    }

    private void HoistFrom(DirectoryHandle directory, FilePath nested, ref long hoisted)
    {
        for (;;)
        {
            var free = FilePath.From($".whelk-hoisted-{hoisted++}");
            if (TryStat(free) is null)
            {
                directory.Rename(nested, this, free);
                return;
            }
        }
    }

    /// <summary>Removes a file or an empty directory. True where the name is gone now, false where it is a directory that is not empty.</summary>
    public unsafe bool TryRemove(FilePath name)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            if (Libc.unlinkat(_fd, path, 0) == 0 || SyscallResult.LastError == Errno.ENOENT)
            {
                return true;
            }

            if (SyscallResult.LastError != Errno.EISDIR)
            {
                throw Failed("unlinkat", name);
            }

            if (Libc.unlinkat(_fd, path, Libc.AT_REMOVEDIR) == 0 || SyscallResult.LastError == Errno.ENOENT)
            {
                return true;
            }

            return SyscallResult.LastError is Errno.ENOTEMPTY or Errno.EEXIST ? false : throw Failed("unlinkat", name);
        }
    }
}
