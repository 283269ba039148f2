using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int P_ALL = 0;
    internal const int P_PID = 1;
    internal const int P_PIDFD = 3;
    internal const int WEXITED = 4;
    internal const int WNOHANG = 1;
    internal const int WNOWAIT = 0x01000000;
    internal const int PR_SET_PDEATHSIG = 1;
    internal const int PR_SET_NAME = 15;
    internal const int PR_SET_CHILD_SUBREAPER = 36;
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;
    internal const short POSIX_SPAWN_SETSID = 0x80;
    internal const int SYS_pidfd_send_signal = 424;
    internal const int SYS_pidfd_open = 434;

    // glibc's types are opaque to us; their sizes (80, 336, 128 bytes) are held by the ABI test.
    internal const int sizeof_posix_spawn_file_actions_t = 80;
    internal const int sizeof_posix_spawnattr_t = 336;
    internal const int sizeof_sigset_t = 128;

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int newFd);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addclose(byte* actions, int fd);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Library)]
    internal static unsafe partial int sigfillset(byte* set);

    [LibraryImport(Library)]
    internal static unsafe partial int sigemptyset(byte* set);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int waitid(int type, int id, byte* info, int options, byte* usage);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, nint a, nint b, nint c, nint d);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int setgroups(nint count, uint* groups);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setresgid(uint real, uint effective, uint saved);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setresuid(uint real, uint effective, uint saved);
}
