namespace Whelk.Linux.Cgroups;

/// <summary>
/// Makes the moves of processes between control groups that are soon to come quick ones. Every write to a cgroup.procs takes the kernel's
/// cgroup_threadgroup_rwsem, and who takes it after a rest waits for a grace period of RCU first: 5 to 20 ms, most of what it takes a runtime to
/// start a process. Those who follow within the next grace period do not wait (kernel/rcu/sync.c). So this process moves itself to the group
/// that it is in, which changes nothing, before a runtime needs the lock and again until it did. Safe for concurrent use.
/// </summary>
public sealed class CgroupMoves
{
    private const string Groups = "/proc/self/cgroup";

    // Below any grace period: it takes several ticks of the kernel's clock.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(3);

    private readonly Func<string, string?> _ownGroup;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _until;
    private int _made;

    /// <param name="time">By which a while is measured.</param>
    public CgroupMoves(TimeProvider time)
        : this(groups => OwnGroup(CgroupHierarchy.Mounted(), groups.Split('\n')), time)
    {
    }

    /// <param name="ownGroup">Finds the cgroup.procs to write to by what /proc/self/cgroup says; null where there is none, and nothing is done.</param>
    /// <param name="time">By which a while is measured.</param>
    internal CgroupMoves(Func<string, string?> ownGroup, TimeProvider time) => (_ownGroup, _time) = (ownGroup, time);

    /// <summary>Whether moves are expected.</summary>
    internal bool Runs { get; private set; }

    /// <summary>How often the process was moved to where it is.</summary>
    internal int Made => Volatile.Read(ref _made);

    /// <summary>Moves are expected from now on, for this long. Returns at once, and fails never: without it moves are only slower.</summary>
    public void Expect(TimeSpan duration)
    {
        lock (_gate)
        {
            _until = Math.Max(_until, _time.GetTimestamp() + (long)(duration.TotalSeconds * _time.TimestampFrequency));
            if (Runs)
            {
                return;
            }

            Runs = true;
        }

        // The first write blocks, which a thread of the pool should not.
        new Thread(KeepQuick, 256 * 1024) { IsBackground = true, Name = "cgroup-moves" }.Start();
    }

    /// <summary>The cgroup.procs of the group that a process is in: of version 2, if it is mounted.</summary>
    /// <param name="mounted">The hierarchies that are mounted.</param>
    /// <param name="groups">The lines of /proc/PID/cgroup: "number:controllers:path". cgroups(7).</param>
    internal static string? OwnGroup(IReadOnlyList<CgroupHierarchy> mounted, IEnumerable<string> groups) =>
        (from line in groups
         let parts = line.Split(':', 3)
         where parts.Length == 3
         let controllers = parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries)
         from hierarchy in mounted
         where controllers.Length == 0 ? hierarchy.IsUnified : !hierarchy.IsUnified && controllers.All(hierarchy.Has)
         orderby hierarchy.IsUnified descending
         let file = $"{hierarchy.MountPoint}{parts[2].TrimEnd('/')}/cgroup.procs"
         where File.Exists(file)
         select file).FirstOrDefault();

    private void KeepQuick()
    {
        try
        {
            while (GoesOn())
            {
                var groups = File.ReadAllText(Groups);
                KeepQuickIn(_ownGroup(groups) ?? throw new FileNotFoundException("this process's control group is not shown here"), groups);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A group that may not be written (of a container that the daemon runs in): moves are slower then.
            Stop();
        }
    }

    // Until the process is moved to another group: it is not to be moved back.
    private void KeepQuickIn(string group, string groups)
    {
        using var file = File.OpenHandle(group, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        while (GoesOn() && File.ReadAllText(Groups) == groups)
        {
            // "0" is the writer's own process.
            RandomAccess.Write(file, "0"u8, 0);
            Interlocked.Increment(ref _made);
            Thread.Sleep(Interval);
        }
    }

    private bool GoesOn()
    {
        lock (_gate)
        {
            return Runs = _time.GetTimestamp() < _until;
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            Runs = false;
        }
    }
}
