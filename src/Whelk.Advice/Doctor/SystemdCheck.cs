using Whelk.Engine.Cgroups;

namespace Whelk.Advice.Doctor;

/// <summary>Whether workloads are in a control group that systemd has given away; nothing to say where it is not asked for one.</summary>
internal static class SystemdCheck
{
    private const string Name = "systemd";

    internal static IEnumerable<HostCheck> Of(WorkloadGroups groups) => Of(groups.Driver, groups.Parent, groups.Fault);

    internal static IEnumerable<HostCheck> Of(string driver, string parent, string? fault) => fault is not null
        ? [HostCheck.Warn(Name, fault, "mend what it says, and restart the daemon; until then systemd may change the groups of workloads")]
        : driver == Name ? [HostCheck.Ok(Name, $"workloads are in {parent}, which it has delegated")]
        : [];
}
