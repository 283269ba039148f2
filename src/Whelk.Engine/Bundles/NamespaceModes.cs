using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Bundles;

/// <summary>Docker's words for namespaces that a workload shares.</summary>
internal static class NamespaceModes
{
    internal const string Host = "host";
    internal const string Private = "private";
    internal const string None = "none";
    internal const string Shareable = "shareable";

    /// <exception cref="WhelkException">InvalidArgument in Docker's words; Unsupported: a cgroup namespace on control groups of version 1.</exception>
    internal static void Check(WorkloadOptions options, int cgroupVersion)
    {
        var modes = options.Host.Namespaces;
        var problem = modes switch
        {
            _ when !IsKnown(modes.Ipc, Private, None, Shareable, Host) && JoinedBy(modes.Ipc) is null => $"invalid IPC mode: {modes.Ipc}",
            _ when !IsKnown(modes.Pid, Host) && JoinedBy(modes.Pid) is null => $"invalid PID mode: {modes.Pid}",
            _ when !IsKnown(modes.Uts, Host) => $"invalid UTS mode: {modes.Uts}",
            _ when !IsKnown(modes.Cgroup, Private, Host) => $"invalid cgroup namespace mode: {modes.Cgroup}",
            { Uts: Host } when options.Hostname is { Length: > 0 } => "conflicting options: hostname and the UTS mode",
            { Uts: Host } when options.Domainname is { Length: > 0 } => "conflicting options: domainname and the UTS mode",
            _ => null,
        };
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }

        UserNamespaceMode.Check(options);
        if (modes.Cgroup == Private && cgroupVersion == 1)
        {
            throw new WhelkException(ErrorCode.Unsupported, "not supported by whelk on a host with control groups of version 1: HostConfig.CgroupnsMode private");
        }
    }

    /// <summary>The workload whose namespace a mode says to join; null for none.</summary>
    internal static string? JoinedBy(string mode) => NetworkWords.OtherWorkload(mode) is { Length: > 0 } other ? other : null;

    private static bool IsKnown(string mode, params ReadOnlySpan<string> words) => mode.Length == 0 || words.Contains(mode);
}
