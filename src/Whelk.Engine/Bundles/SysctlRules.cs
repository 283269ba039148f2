using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Bundles;

/// <summary>Which kernel parameters are a workload's own, where it shares the host's kernel (runc, libcontainer/configs/validate).</summary>
internal static class SysctlRules
{
    private const string DomainName = "kernel.domainname";

    private static readonly string[] OfIpc = ["kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced"];

    /// <exception cref="WhelkException">InvalidArgument in runc's words: it would change the host, or another workload.</exception>
    internal static void Check(HostOptions host)
    {
        foreach (var name in host.Sysctls.Keys)
        {
            var plain = name.Contains('.') ? name : name.Replace('/', '.');
            if (ProblemOf(plain, host) is { } problem)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, problem);
            }
        }
    }

    private static string? ProblemOf(string name, HostOptions host)
    {
        if (name.StartsWith("net.", StringComparison.Ordinal))
        {
            return host.NetworkMode == NamespaceModes.Host ? $"sysctl \"{name}\" not allowed in host network namespace" : null;
        }

        if (OfIpc.Contains(name) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal))
        {
            return host.Namespaces.Ipc == NamespaceModes.Host ? $"sysctl \"{name}\" is not allowed in the hosts ipc namespace" : null;
        }

        return name == DomainName && host.Namespaces.Uts != NamespaceModes.Host ? null : $"sysctl \"{name}\" is not in a separate kernel namespace";
    }
}
