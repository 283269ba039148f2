using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

// All of it is the calling thread's alone: the C library passes none of it on to others, as it does with setresuid(2).
internal static partial class Libc
{
    internal const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    [StructLayout(LayoutKind.Sequential)]
    internal struct __user_cap_header_struct
    {
        internal uint version;
        internal int pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct __user_cap_data_struct
    {
        internal uint effective;
        internal uint permitted;
        internal uint inheritable;
    }

    [LibraryImport(Library)]
    internal static partial int setfsuid(uint user);

    [LibraryImport(Library)]
    internal static partial int setfsgid(uint group);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int capget(__user_cap_header_struct* header, __user_cap_data_struct* data);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int capset(__user_cap_header_struct* header, __user_cap_data_struct* data);
}
