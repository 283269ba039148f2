namespace Whelk.Engine.Workloads;

/// <summary>Where a workload's files are.</summary>
public sealed record WorkloadPaths
{
    internal WorkloadPaths(EnginePaths engine, string id)
    {
        Data = Path.Combine(engine.Workloads, id);
        Run = Path.Combine(engine.RunWorkloads, id[..12]);
    }

    /// <summary>What survives a reboot.</summary>
    public string Data { get; }

    /// <summary>What does not: the monitor's socket, the bundle.</summary>
    public string Run { get; }

    /// <summary>The OCI bundle.</summary>
    public string Bundle => Path.Combine(Run, "bundle");

    /// <summary>Where the overlay is mounted, seen by the workload's runtime alone.</summary>
    public string Merged => Path.Combine(Data, "merged");

    /// <summary>The workload's own side of the overlay.</summary>
    public string Upper => Path.Combine(Data, "upper");

    /// <summary>The overlay's work folder.</summary>
    public string Work => Path.Combine(Data, "work");

    /// <summary>The upper side of a VM: a disk.</summary>
    public string Scratch => Path.Combine(Data, "scratch.img");

    /// <summary>Docker's json-file.</summary>
    public string Log => Path.Combine(Data, "json.log");

    public string Hostname => Path.Combine(Data, "hostname");

    public string Hosts => Path.Combine(Data, "hosts");

    public string ResolvConf => Path.Combine(Data, "resolv.conf");
}
