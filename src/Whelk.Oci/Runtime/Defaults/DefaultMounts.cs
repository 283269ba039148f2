namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The mounts that Docker gives every container, in their order.</summary>
public static class DefaultMounts
{
    /// <summary>64 MiB, Docker's default of --shm-size.</summary>
    public const long DefaultShmSize = 64L << 20;

    public static IReadOnlyList<MountSpec> All { get; } = WithShmSize(DefaultShmSize);

    /// <summary>The same with a /dev/shm of this many bytes.</summary>
    public static IReadOnlyList<MountSpec> WithShmSize(long bytes) =>
    [
        Of("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
        Of("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        Of("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
        Of("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
        Of("/sys/fs/cgroup", "cgroup", "cgroup", "ro", "nosuid", "noexec", "nodev"),
        Of("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        Of("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", $"size={bytes}"),
    ];

    private static MountSpec Of(string destination, string type, string source, params string[] options) =>
        new() { Destination = destination, Type = type, Source = source, Options = options };
}
