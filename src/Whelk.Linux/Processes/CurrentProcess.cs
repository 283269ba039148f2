using Whelk.Linux.Native;

namespace Whelk.Linux.Processes;

/// <summary>Settings of this process itself. prctl(2).</summary>
public static class CurrentProcess
{
    /// <summary>Orphans below this process become its children.</summary>
    public static void BecomeSubreaper() =>
        SyscallResult.Check(Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl", "PR_SET_CHILD_SUBREAPER");

    /// <summary>What it may do now, as a bit per capability. capabilities(7); proc_pid_status(5), CapEff.</summary>
    public static ulong Capabilities()
    {
        const string Name = "CapEff:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(Name.Length).Trim(), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a signal to a process by number; only for a number that a file under a lock vouches for. No such process is not an error.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a process: kill(2) would take it for a group, or for all there are.</exception>
    public static bool Kill(int pid, int signal) => pid <= 0 ? throw new ArgumentOutOfRangeException(nameof(pid), pid, "no process") : Libc.kill(pid, signal) == 0 || SyscallResult.LastError is not Errno.ESRCH;

    /// <summary>
    /// Gives up root for good, in all threads (glibc's calls reach each of them): no capabilities, no groups. setresuid(2). Where the user is not mapped in
    /// this user namespace (EINVAL), the process stays what it is, which is not the host's root then.
    /// </summary>
    public static unsafe void BecomeNobody()
    {
        const uint Nobody = 65534;

        // SAFETY: with a count of 0 the list is not read.
        if (Libc.setgroups(0, null) == -1 || Libc.setresgid(Nobody, Nobody, Nobody) == -1 || Libc.setresuid(Nobody, Nobody, Nobody) == -1)
        {
            var errno = SyscallResult.LastError;
            if (errno != Errno.EINVAL)
            {
                throw SyscallResult.Failure("setresuid", "nobody", errno);
            }
        }
    }
}
