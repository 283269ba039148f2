using System.Collections;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Processes;

/// <summary>posix_spawn(3) with its attributes and file actions.</summary>
internal static class Spawner
{
    // Descriptors are first lifted above this number, so that dup2 onto a low one cannot overwrite a source still needed.
    private const int Lift = 64;

    internal static unsafe int Spawn(SpawnOptions options)
    {
        using var nothing = Descriptor.Open("/dev/null", write: true);
        using var memory = new NativeStrings();
        var actions = stackalloc byte[Libc.sizeof_posix_spawn_file_actions_t];
        var attributes = stackalloc byte[Libc.sizeof_posix_spawnattr_t];

        // SAFETY: both buffers have the sizes of glibc's types, and every init has its destroy below.
        SyscallResult.CheckReturned(Libc.posix_spawn_file_actions_init(actions), "posix_spawn_file_actions_init", options.Path);
        SyscallResult.CheckReturned(Libc.posix_spawnattr_init(attributes), "posix_spawnattr_init", options.Path);
        var lifted = new List<SafeFileHandle>();
        try
        {
            SetAttributes(attributes, options);
            AddDescriptors(actions, options, nothing, lifted);
            if (options.WorkingDirectory is { } directory)
            {
                SyscallResult.CheckReturned(Libc.posix_spawn_file_actions_addchdir_np(actions, memory.Add(directory)), "posix_spawn_file_actions_addchdir_np", directory);
            }

            var argv = memory.AddList([options.Name ?? options.Path, .. options.Arguments]);
            var envp = memory.AddList(options.Environment ?? OwnEnvironment());
            int pid;
            SyscallResult.CheckReturned(Libc.posix_spawn(&pid, memory.Add(options.Path), actions, attributes, argv, envp), "posix_spawn", options.Path);
            return pid;
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
            lifted.ForEach(handle => handle.Dispose());
        }
    }

    private static unsafe void SetAttributes(byte* attributes, SpawnOptions options)
    {
        var all = stackalloc byte[Libc.sizeof_sigset_t];
        var none = stackalloc byte[Libc.sizeof_sigset_t];

        // SAFETY: the sets have the size of sigset_t; the calls copy them.
        _ = Libc.sigfillset(all);
        _ = Libc.sigemptyset(none);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, all);
        _ = Libc.posix_spawnattr_setsigmask(attributes, none);
        var flags = Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK | (options.NewSession ? Libc.POSIX_SPAWN_SETSID : 0);
        SyscallResult.CheckReturned(Libc.posix_spawnattr_setflags(attributes, (short)flags), "posix_spawnattr_setflags", options.Path);
    }

    private static unsafe void AddDescriptors(byte* actions, SpawnOptions options, SafeHandle nothing, List<SafeFileHandle> lifted)
    {
        var wanted = new SortedDictionary<int, SafeHandle>
        {
            [0] = options.StandardInput ?? nothing,
            [1] = options.StandardOutput ?? nothing,
            [2] = options.StandardError ?? nothing,
        };
        foreach (var (number, handle) in options.Descriptors ?? new Dictionary<int, SafeHandle>())
        {
            wanted[number] = handle;
        }

        foreach (var (number, handle) in wanted)
        {
            var source = Libc.Own(SyscallResult.Check(Libc.fcntl(handle, Libc.F_DUPFD_CLOEXEC, Lift), "fcntl", "F_DUPFD_CLOEXEC"));
            lifted.Add(source);

            // SAFETY: dup2 clears close-on-exec on the new number; the lifted source stays close-on-exec.
            SyscallResult.CheckReturned(Libc.posix_spawn_file_actions_adddup2(actions, (int)source.DangerousGetHandle(), number), "posix_spawn_file_actions_adddup2", options.Path);
        }

        CloseOthers(actions, wanted, options.Path);
    }

    // Not everything is close-on-exec: what this process inherited itself is not.
    private static unsafe void CloseOthers(byte* actions, SortedDictionary<int, SafeHandle> wanted, string path)
    {
        var last = wanted.Keys.Max();
        foreach (var number in Enumerable.Range(0, last).Except(wanted.Keys))
        {
            SyscallResult.CheckReturned(Libc.posix_spawn_file_actions_addclose(actions, number), "posix_spawn_file_actions_addclose", path);
        }

        SyscallResult.CheckReturned(Libc.posix_spawn_file_actions_addclosefrom_np(actions, last + 1), "posix_spawn_file_actions_addclosefrom_np", path);
    }

    private static List<string> OwnEnvironment() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")];
}
