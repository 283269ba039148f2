using System.Security.Cryptography;
using System.Text;

namespace Whelk.Engine;

/// <summary>Where a daemon keeps its things: all of it below --root and --run, so several can live side by side.</summary>
public sealed record EnginePaths(string Root, string Run)
{
    /// <summary>What the names of folders below --root begin with in which something is tried.</summary>
    public const string TrialPrefix = "doctor-";

    /// <summary>The start of every name that this daemon gives on the host (bridge, table, cgroup): eight hexadecimal digits of --root's hash.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..8];

    public string Images => Path.Combine(Root, "images");

    public string Workloads => Path.Combine(Root, "workloads");

    public string Volumes => Path.Combine(Root, "volumes");

    public string Database => Path.Combine(Root, "whelk.db");

    /// <summary>Held by the one daemon of this root.</summary>
    public string RootLock => Path.Combine(Root, "daemon.lock");

    /// <summary>Held by the one daemon of this run folder.</summary>
    public string RunLock => Path.Combine(Run, "daemon.lock");

    /// <summary>Short, because a unix socket's path ends at 108 bytes.</summary>
    public string RunWorkloads => Path.Combine(Run, "w");

    public string Runtimes => Path.Combine(Run, "rt");

    /// <summary>What is mounted on the host for workloads.</summary>
    public string Mounts => Path.Combine(Run, "mnt");

    /// <summary>An empty folder, to mount on in a mount namespace of one's own.</summary>
    public string Empty => Path.Combine(Run, "empty");

    public string Networks => Path.Combine(Run, "net");

}
