using Whelk.Engine.Cgroups;
using Whelk.Engine.Execs;
using Whelk.Engine.Leftovers;
using Whelk.Engine.Monitors;
using Whelk.Engine.Mounts;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Storage;
using Whelk.Engine.Users;
using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Images;
using Whelk.Linux.Cgroups;
using Whelk.Networks;

namespace Whelk.Engine;

/// <summary>
/// The engine: workloads over images, networks and runtimes. Everything is written for both isolations at once; what differs is a value of the
/// workload's <see cref="RuntimeRecord"/>. Safe for concurrent use; one lifecycle operation per workload at a time.
/// </summary>
public sealed partial class WhelkEngine : IAsyncDisposable
{
    private readonly DaemonLock _lock;
    private readonly WorkloadDatabase _database;
    private readonly MonitorLauncher _launcher;
    private readonly ExecTable _execs;
    private readonly DepartedWorkloads _departed;
    private readonly RuntimeKeepers _keepers;
    private readonly HostMounts _mounts;
    private readonly CgroupMoves _moves;
    private readonly int _cgroupVersion = CgroupHost.Version;
    private readonly Background _background = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _probing = Task.CompletedTask;

    private NetworkOptions NetworkOptions => new() { Root = Paths.Root, StateDirectory = Paths.Networks, NameServerExecutable = Options.Executable, NameServerFound = Groups.Supervise, Others = [.. Networks.Own.Select(network => network.ToOptions())] };

    private WhelkEngine(EngineOptions options, TimeProvider time, DaemonLock taken)
    {
        Options = options;
        Time = time;
        _lock = taken;
        _execs = new ExecTable(time);
        _departed = new DepartedWorkloads(time);
        _moves = new CgroupMoves(time);
        Paths = new EnginePaths(options.Root, options.Run);
        _keepers = new RuntimeKeepers(Paths.Runtimes, time);
        _mounts = new HostMounts(Paths.Mounts);
        _database = new WorkloadDatabase(Paths.Database);
        _launcher = new MonitorLauncher(options.Executable, pid => Groups.Supervise(pid));
        Images = ImageStore.Open(Paths.Root, time);
        Volumes = new VolumeStore(Paths.Volumes, time, _mounts);
        Runtimes = new RuntimeCatalog(options, Paths);
        _ids = new IdPool("/etc/subuid", "/etc/subgid", Paths.Hash);
    }

    /// <summary>How the daemon was started.</summary>
    public EngineOptions Options { get; }

    /// <summary>Where its things are.</summary>
    public EnginePaths Paths { get; }

    /// <summary>All workloads.</summary>
    public WorkloadTable Workloads { get; } = new();

    /// <summary>All images.</summary>
    public ImageStore Images { get; }

    /// <summary>The bridge that workloads are joined to.</summary>
    public BridgeNetwork Network { get; private set; } = null!;

    /// <summary>Where the control groups of workloads are.</summary>
    public WorkloadGroups Groups { get; private set; } = null!;

    /// <summary>The runtimes of this host.</summary>
    public RuntimeCatalog Runtimes { get; }

    /// <summary>The clock that everything here is told by.</summary>
    public TimeProvider Clock => Time;

    private TimeProvider Time { get; }
}
