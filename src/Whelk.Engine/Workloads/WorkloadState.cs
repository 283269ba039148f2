namespace Whelk.Engine.Workloads;

/// <summary>Where a workload stands: a closed set, each case holding what is alive in it.</summary>
public abstract record WorkloadState
{
    private WorkloadState()
    {
    }

    /// <summary>Docker's word for it.</summary>
    public abstract string Status { get; }

    /// <summary>Never started.</summary>
    public sealed record Created : WorkloadState
    {
        public override string Status => "created";
    }

    /// <summary>Its first process runs.</summary>
    public sealed record Running(int Pid, int MonitorPid, DateTimeOffset StartedAt) : WorkloadState
    {
        public override string Status => "running";
    }

    /// <summary>Its first process has ended, or never came to run (then <paramref name="Error"/> says why).</summary>
    public sealed record Exited(int ExitCode, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt, string Error) : WorkloadState
    {
        public override string Status => "exited";
    }

    /// <summary>It is going away and answers to nothing but wait.</summary>
    public sealed record Removing(int ExitCode) : WorkloadState
    {
        public override string Status => "removing";
    }
}
