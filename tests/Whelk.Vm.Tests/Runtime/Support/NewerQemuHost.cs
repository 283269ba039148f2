using Whelk.Linux.Processes;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A root with a keeper, whose machines run by Debian 13's QEMU and virtiofsd (tests/newer-qemu/setup).</summary>
public sealed class NewerQemuHost : WarmHost
{
    private static readonly string Cache = Path.Combine(Environment.GetEnvironmentVariable("WHELK_CACHE") ?? "/var/cache/whelk", "newer-qemu");

    private static readonly string[] Programs =
    [
        $"WHELK_QEMU={Path.Combine(Cache, "qemu-system-x86_64")}", $"WHELK_VIRTIOFSD={Path.Combine(Cache, "virtiofsd")}",
        "WHELK_VM_ACCEL=tcg", "WHELK_VM_POOL=1", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    ];

    public NewerQemuHost()
        : base(Programs)
    {
    }

    /// <summary>What its QEMU says of itself.</summary>
    internal static Task<string> VersionAsync() => DoAsync(Path.Combine(Cache, "qemu-system-x86_64"), "--version");

    internal override SpawnOptions Options(IReadOnlyList<string> words) => base.Options(words) with { Environment = Programs };
}
