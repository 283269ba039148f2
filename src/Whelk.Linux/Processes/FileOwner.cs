using Whelk.Linux.Native;

namespace Whelk.Linux.Processes;

/// <summary>Whom the files belong to that a thread makes. setfsuid(2), setfsgid(2).</summary>
public static class FileOwner
{
    private const uint Root = 0;

    /// <summary>
    /// Runs <paramref name="work"/> with the files that it makes belonging to this user and group, and with every capability of this thread; an overlay that it mounts makes its
    /// own files so for good. The thread must be the caller's own, and root's.
    /// </summary>
    public static T Be<T>(uint id, Func<T> work)
    {
        Change(id);
        try
        {
            return work();
        }
        finally
        {
            Change(Root);
        }
    }

    private static unsafe void Change(uint id)
    {
        // They answer with the id before, and never with an error; what could refuse them is refused below.
        _ = Libc.setfsgid(id);
        _ = Libc.setfsuid(id);

        // The kernel takes what root may do with files from the effective set when the id stops being root's.
        var header = new Libc.__user_cap_header_struct { version = Libc._LINUX_CAPABILITY_VERSION_3 };
        var data = stackalloc Libc.__user_cap_data_struct[2];

        // SAFETY: version 3 reads and writes two of them.
        SyscallResult.Check(Libc.capget(&header, data), "capget", string.Empty);
        data[0].effective = data[0].permitted;
        data[1].effective = data[1].permitted;
        SyscallResult.Check(Libc.capset(&header, data), "capset", string.Empty);
    }
}
