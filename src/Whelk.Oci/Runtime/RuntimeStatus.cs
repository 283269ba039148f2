namespace Whelk.Oci.Runtime;

/// <summary>The words of a container's state (OCI runtime specification, runtime.md).</summary>
public static class RuntimeStatus
{
    public const string Creating = "creating";
    public const string Created = "created";
    public const string Running = "running";
    public const string Stopped = "stopped";

    /// <summary>Not of the specification: crun and runc say it of a frozen container.</summary>
    public const string Paused = "paused";
}
