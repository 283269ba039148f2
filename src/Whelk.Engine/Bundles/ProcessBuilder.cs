using Whelk.Engine.Execs;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Bundles;

/// <summary>The OCI description of a process: a workload's first, or a further one.</summary>
internal static class ProcessBuilder
{
    private const string DefaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Where a workload finds the init that it runs under.</summary>
    internal const string InitPath = "/sbin/docker-init";

    internal static ProcessSpec Init(WorkloadSpec spec, ResolvedUser user, IReadOnlyList<string> capabilities, bool underInit = false) => new()
    {
        Terminal = spec.Options.Tty,
        ConsoleSize = spec.Options.Tty ? spec.Options.ConsoleSize : null,
        User = user.User,
        Args = underInit ? [InitPath, "--", .. spec.Arguments] : spec.Arguments,
        Env = Environment(spec, spec.Options.Tty, [], user),
        Cwd = spec.WorkingDir,
        Capabilities = CapabilitiesFor(user, capabilities),
        NoNewPrivileges = SecurityOptions.NoNewPrivileges(spec.Options.Host),
        Rlimits = RlimitsOf(spec),
        OomScoreAdj = spec.Options.Host.OomScoreAdj is not 0 and var score ? (int)score : null,
    };

    internal static ProcessSpec Exec(WorkloadSpec spec, ExecOptions exec, ResolvedUser user, IReadOnlyList<string> capabilities) => new()
    {
        Terminal = exec.Tty,
        ConsoleSize = exec.Tty ? exec.ConsoleSize : null,
        User = user.User,
        Args = exec.Cmd,
        Env = Environment(spec, exec.Tty, exec.Env, user),
        Cwd = string.IsNullOrEmpty(exec.WorkingDir) ? spec.WorkingDir : exec.WorkingDir,
        Capabilities = exec.Privileged ? Everything(capabilities) : CapabilitiesFor(user, capabilities),
        NoNewPrivileges = SecurityOptions.NoNewPrivileges(spec.Options.Host),
        Rlimits = RlimitsOf(spec),
    };

    /// <summary>Docker's order: PATH, HOSTNAME, TERM, then image and request; a later one replaces an earlier of its name.</summary>
    internal static IReadOnlyList<string> Environment(WorkloadSpec spec, bool tty, IReadOnlyList<string> more, ResolvedUser user)
    {
        string[] own = [DefaultPath, $"HOSTNAME={spec.Hostname}", .. tty ? (ReadOnlySpan<string>)["TERM=xterm"] : []];
        var merged = Merge(own, [.. spec.Env, .. more]);
        return merged.Any(entry => entry.StartsWith("HOME=", StringComparison.Ordinal)) ? merged : [.. merged, $"HOME={user.Home}"];
    }

    /// <summary>The first list with the second over it: a name that comes again takes the earlier one's place.</summary>
    internal static List<string> Merge(IEnumerable<string> lower, IEnumerable<string> upper)
    {
        var result = lower.ToList();
        foreach (var entry in upper)
        {
            var equals = entry.IndexOf('=');
            var name = equals < 0 ? entry : entry[..equals];
            var at = result.FindIndex(existing => existing.StartsWith($"{name}=", StringComparison.Ordinal));

            // "NAME" without a value takes the variable away.
            if (at >= 0 && equals < 0)
            {
                result.RemoveAt(at);
            }
            else if (at >= 0)
            {
                result[at] = entry;
            }
            else if (equals > 0)
            {
                result.Add(entry);
            }
        }

        return result;
    }

    private static LinuxCapabilities CapabilitiesFor(ResolvedUser user, IReadOnlyList<string> capabilities) => user.User.Uid == 0
        ? Everything(capabilities)
        : new LinuxCapabilities { Bounding = capabilities };

    private static LinuxCapabilities Everything(IReadOnlyList<string> capabilities) => new() { Bounding = capabilities, Effective = capabilities, Permitted = capabilities };

    private static IReadOnlyList<PosixRlimit>? RlimitsOf(WorkloadSpec spec) => spec.Options.Host.Ulimits.Count == 0 ? null : [.. spec.Options.Host.Ulimits.Select(Rlimit)];

    private static PosixRlimit Rlimit(UlimitOption limit) => new()
    {
        Type = $"RLIMIT_{limit.Name.ToUpperInvariant()}",
        Soft = limit.Soft < 0 ? ulong.MaxValue : (ulong)limit.Soft,
        Hard = limit.Hard < 0 ? ulong.MaxValue : (ulong)limit.Hard,
    };
}
