using Whelk.Engine.Monitors.Protocol;

namespace Whelk.Engine.Monitors;

/// <summary>What went wrong in a monitor where nobody asks it, kept beside its exit file: it has no standard error, and may have no daemon. The daemon that cleans up after the workload says it.</summary>
internal static class MonitorFault
{
    /// <summary>Keeps it, over an earlier one.</summary>
    internal static void Keep(string runDirectory, string fault)
    {
        try
        {
            File.WriteAllText(PathIn(runDirectory), fault);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No space below --run, or the folder is gone.
        }
    }

    /// <summary>Null where there is none.</summary>
    internal static string? Read(string runDirectory) => File.Exists(PathIn(runDirectory)) ? File.ReadAllText(PathIn(runDirectory)).Trim() : null;

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, MonitorProtocol.FaultFile);
}
