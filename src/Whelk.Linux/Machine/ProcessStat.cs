namespace Whelk.Linux.Machine;

/// <summary>What tells a process from a later one with its number. proc_pid_stat(5).</summary>
/// <param name="IsZombie">It has ended and waits to be reaped.</param>
/// <param name="StartTime">In clock ticks since boot.</param>
/// <param name="ParentPid">Its parent, 0 where that is outside this pid namespace.</param>
public sealed record ProcessStat(bool IsZombie, ulong StartTime, int ParentPid)
{
    /// <summary>Reads it, or returns null where there is no such process.</summary>
    public static ProcessStat? TryRead(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");

            // The name in parentheses may hold anything, parentheses too: the fields begin after the last one.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStat(fields[0] is "Z" or "X", ulong.Parse(fields[19]), int.Parse(fields[1]));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
