namespace Whelk.Advice.Compare;

/// <summary>What the probe runs inside: every line that it writes is "key value", and then it idles.</summary>
internal static class InsideScript
{
    internal const string ReleaseKey = "release";
    internal const string MachineKey = "machine";
    internal const string BootKey = "boot";
    internal const string NamespaceKey = "namespace";

    /// <summary>The last line.</summary>
    internal const string End = "end";

    /// <param name="busybox">Its path inside.</param>
    internal static string Of(string busybox) =>
        $"""
        b={busybox}
        echo {ReleaseKey} $($b uname -r)
        echo {MachineKey} $($b uname -m)
        echo {BootKey} $($b cat /proc/sys/kernel/random/boot_id)
        for n in /proc/self/ns/*; do case $n in *_for_children) ;; *) echo {NamespaceKey} $($b readlink $n) ;; esac; done
        $b grep -E '^(CapEff|CapBnd|Seccomp):' /proc/self/status
        echo {End}
        exec $b sleep 3600
        """;
}
