using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Capabilities by name, in the kernel's order (linux/capability.h).</summary>
internal static class CapabilityNames
{
    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>The sets as bits; a name that is unknown is left out, as runc does. None given: the process keeps nothing.</summary>
    internal static CapabilitySets Translate(LinuxCapabilities? capabilities) => new(
        Bits(capabilities?.Bounding), Bits(capabilities?.Effective), Bits(capabilities?.Inheritable), Bits(capabilities?.Permitted), Bits(capabilities?.Ambient));

    private static ulong Bits(IEnumerable<string>? names)
    {
        var bits = 0ul;
        foreach (var name in names ?? [])
        {
            var index = Array.IndexOf(Names, name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? name[4..].ToUpperInvariant() : name.ToUpperInvariant());
            bits |= index >= 0 ? 1ul << index : 0;
        }

        return bits;
    }
}
