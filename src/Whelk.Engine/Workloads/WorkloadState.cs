namespace Whelk.Engine.Workloads;

/// <summary>Where a workload stands: a closed set, each case holding what is alive in it.</summary>
public abstract record WorkloadState
{
    private WorkloadState()
    {
    }

    /// <summary>Docker's word for it.</summary>
    public abstract string Status { get; }

    /// <summary>Whether it is alive as users see it: it runs, or will in a moment.</summary>
    public bool IsAlive => this is Running or Restarting;

    /// <summary>Never started.</summary>
    public sealed record Created : WorkloadState
    {
        public override string Status => "created";
    }

    /// <summary>Its first process runs, or stands still.</summary>
    public sealed record Running(int Pid, int MonitorPid, DateTimeOffset StartedAt, bool Paused = false) : WorkloadState
    {
        public override string Status => Paused ? "paused" : "running";
    }

    /// <summary>Its first process has ended, and is to be started again in a moment.</summary>
    public sealed record Restarting(int ExitCode, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt, bool OomKilled = false) : WorkloadState
    {
        public override string Status => "restarting";
    }

    /// <summary>Its first process has ended, or never came to run, or was lost with its machine (then <paramref name="Error"/> says why).</summary>
    public sealed record Exited(int ExitCode, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt, string Error, bool OomKilled = false) : WorkloadState
    {
        /// <summary>No process of it ever was: Docker shows it as one that was created, with the reason.</summary>
        public bool NeverRan => StartedAt is null && Error.Length > 0;

        public override string Status => NeverRan ? "created" : "exited";
    }

    /// <summary>It is going away and answers to nothing but wait.</summary>
    public sealed record Removing(int ExitCode) : WorkloadState
    {
        public override string Status => "removing";
    }
}
