namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The fourteen capabilities that Docker leaves a container.</summary>
public static class DefaultCapabilities
{
    private static readonly HashSet<string> Set;

    static DefaultCapabilities() => Set = [.. All];

    /// <summary>In Docker's order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "CAP_CHOWN",
        "CAP_DAC_OVERRIDE",
        "CAP_FSETID",
        "CAP_FOWNER",
        "CAP_MKNOD",
        "CAP_NET_RAW",
        "CAP_SETGID",
        "CAP_SETUID",
        "CAP_SETFCAP",
        "CAP_SETPCAP",
        "CAP_NET_BIND_SERVICE",
        "CAP_SYS_CHROOT",
        "CAP_KILL",
        "CAP_AUDIT_WRITE",
    ];

    /// <summary>Bounding, permitted and effective, as Docker gives them to root; inheritable and ambient are empty.</summary>
    public static LinuxCapabilities Root { get; } = new() { Bounding = All, Permitted = All, Effective = All };

    /// <summary>Whether this is the default set, in whatever order.</summary>
    public static bool IsDefault(IReadOnlyCollection<string> capabilities) => Set.SetEquals(capabilities);
}
