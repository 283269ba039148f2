namespace Whelk.Engine.Logs;

/// <summary>Where a workload's output is kept. Disposing writes what is left.</summary>
internal interface IWorkloadLog : IDisposable
{
    /// <summary>Appends what came out of a stream, "stdout" or "stderr". A full disk loses lines, never the workload.</summary>
    public void Append(string stream, ReadOnlySpan<byte> data);

    /// <summary>Where it ends now: all that was appended is written by then. Nobody may append meanwhile.</summary>
    public LogEnd End();
}
