using Whelk.Linux.Native;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Cgroups;

/// <summary>Removing a group.</summary>
public sealed partial class Cgroup
{
    /// <summary>
    /// Kills what is left in it and in the groups below it, and removes the directories, with the parents that were made for it and are empty
    /// then. What was there before it is left as it is. Idempotent.
    /// </summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, path) in _groups.Where(group => Made.Contains(group.Path)))
        {
            for (var attempt = 0; !TryRemove(path) && attempt < 200; attempt++)
            {
                foreach (var group in GroupsBelow(path))
                {
                    EndProcesses(group);
                    TryRemove(group);
                }

                await Task.Delay(10, cancellationToken);
            }
        }

        RemoveEmpty(Made);
    }

    // A directory that others use meanwhile is not empty and refuses: it is theirs then.
    private static void RemoveEmpty(IReadOnlyList<string> made)
    {
        foreach (var directory in made.OrderByDescending(directory => directory.Length))
        {
            TryRemove(directory);
        }
    }

    // A process of another pid namespace is shown as 0, which kill(2) would take for our own group.
    private static void EndProcesses(string path)
    {
        foreach (var pid in CgroupHierarchy.ReadWords(Path.Combine(path, "cgroup.procs")).Select(int.Parse).Where(pid => pid > 0))
        {
            CurrentProcess.Kill(pid, Signals.SignalNumber.SIGKILL);
        }
    }

    // The innermost first: a group with another one in it cannot be removed.
    private static IEnumerable<string> GroupsBelow(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).OrderByDescending(group => group.Length).Append(path)
        : [];

    private static bool TryRemove(string path)
    {
        if (Libc.rmdir(path) == 0)
        {
            return true;
        }

        return SyscallResult.LastError is Errno.ENOENT;
    }
}
