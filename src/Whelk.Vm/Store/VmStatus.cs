using Whelk.Linux.Machine;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Store;

/// <summary>The state of a VM as the specification names it: what the monitor wrote while it lives, else "stopped".</summary>
internal static class VmStatus
{
    internal static string Of(VmFolder folder, VmRecord? record) => record switch
    {
        null or { MonitorPid: 0 } => RuntimeStatus.Creating,
        _ when !IsAlive(record) => RuntimeStatus.Stopped,
        _ => folder.ReadStatus(),
    };

    /// <summary>Whether the record's monitor still runs (a zombie does not).</summary>
    internal static bool IsAlive(VmRecord record) =>
        record.MonitorPid > 0 && ProcessStat.TryRead(record.MonitorPid) is { IsZombie: false } stat && stat.StartTime == record.MonitorStart;

    internal static RuntimeState StateOf(VmFolder folder, VmRecord record, RuntimeSpec? config)
    {
        var status = Of(folder, record);
        return new RuntimeState
        {
            OciVersion = "1.0.2",
            Id = folder.Id,
            Status = status,
            Pid = status == RuntimeStatus.Stopped ? 0 : record.MonitorPid,
            Bundle = record.Bundle,
            Annotations = config?.Annotations,
        };
    }
}
