namespace Whelk.Engine.Workloads;

/// <summary>What POST /containers/{id}/wait waits for.</summary>
public enum WaitCondition
{
    /// <summary>It does not run (also if it never has).</summary>
    NotRunning,

    /// <summary>Its next exit.</summary>
    NextExit,

    /// <summary>Its removal.</summary>
    Removed,
}
