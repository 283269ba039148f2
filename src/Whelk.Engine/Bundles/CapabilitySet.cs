using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>Docker's default capabilities with --cap-add and --cap-drop applied (moby, oci/caps/utils.go).</summary>
internal static class CapabilitySet
{
    private const string AllWord = "ALL";

    // capability.h, in the order of their numbers.
    private static readonly string[] Known =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>The bounding set, as CAP_… names.</summary>
    /// <exception cref="WhelkException">InvalidArgument for an unknown name.</exception>
    internal static IReadOnlyList<string> Of(HostOptions host)
    {
        if (host.CapAdd.Count == 0 && host.CapDrop.Count == 0)
        {
            return DefaultCapabilities.All;
        }

        var add = host.CapAdd.Select(Normalize).ToHashSet();
        var drop = host.CapDrop.Select(Normalize).ToHashSet();
        IEnumerable<string> start = add.Contains(AllWord) ? Known.Select(name => $"CAP_{name}")
            : drop.Contains(AllWord) ? [] : DefaultCapabilities.All;
        return [.. start.Where(name => !drop.Contains(name)).Union(add.Where(name => name != AllWord))];
    }

    private static string Normalize(string word)
    {
        var upper = word.ToUpperInvariant();
        var bare = upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
        return bare == AllWord ? AllWord
            : Known.Contains(bare) ? $"CAP_{bare}"
            : throw new WhelkException(ErrorCode.InvalidArgument, $"unknown capability: \"{word}\"");
    }
}
