namespace Whelk.Linux.Machine;

/// <summary>
/// The memory of a process, pages that several share divided among them (PSS), so that the figures of many processes add up.
/// proc_pid_smaps(5), "smaps_rollup".
/// </summary>
/// <param name="ProportionalBytes">All of it.</param>
/// <param name="SharedMemoryBytes">Of that, pages of tmpfs and shared memory.</param>
public sealed record ProcessMemory(long ProportionalBytes, long SharedMemoryBytes)
{
    /// <summary>Reads it, or returns null where the process has no memory (any more).</summary>
    public static ProcessMemory? TryRead(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/smaps_rollup"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static ProcessMemory? Parse(string text)
    {
        const long Kilobyte = 1024;
        long? all = null;
        var shared = 0L;
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["Pss:", var value, "kB"]:
                    all = long.Parse(value) * Kilobyte;
                    break;
                case ["Pss_Shmem:", var value, "kB"]:
                    shared = long.Parse(value) * Kilobyte;
                    break;
                default:
                    break;
            }
        }

        return all is { } bytes ? new ProcessMemory(bytes, shared) : null;
    }
}
