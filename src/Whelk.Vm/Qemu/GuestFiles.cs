using Whelk.Errors;

namespace Whelk.Vm.Qemu;

/// <summary>The programs and guest files that a VM needs, wherever this installation has them.</summary>
internal sealed record GuestFiles
{
    private static readonly string[] QemuPaths = ["/usr/bin/qemu-system-x86_64", "/usr/local/bin/qemu-system-x86_64", "/usr/libexec/qemu-kvm"];
    private static readonly string[] VirtiofsdPaths = ["/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd", "/usr/bin/virtiofsd"];

    internal required string Qemu { get; init; }

    internal required string Kernel { get; init; }

    internal required string Initramfs { get; init; }

    /// <summary>The program that starts processes (src/native/spawn.c).</summary>
    internal required string Spawn { get; init; }

    /// <summary>Which builds of QEMU, kernel and initramfs these are.</summary>
    internal string Stamps => string.Join('|', Stamp(Qemu), Stamp(Kernel), Stamp(Initramfs));

    internal static string Folder => Environment.GetEnvironmentVariable("WHELK_GUEST_DIR") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "guest");

    internal static string KernelPath => Path.Combine(Folder, "vmlinux");

    /// <summary>The file that names the kernel's release.</summary>
    internal static string ReleasePath => Path.Combine(Folder, "release");

    /// <summary>Finds them all, or says what is missing and what to do about it.</summary>
    internal static GuestFiles Find() => new()
    {
        Qemu = FindQemu() ?? throw Missing("qemu-system-x86_64", "install the package qemu-system-x86"),
        Kernel = Existing(KernelPath, "the guest kernel", "run src/guest/make-kernel"),
        Initramfs = Existing(Path.Combine(Folder, "initramfs.cpio"), "the guest's initramfs", "run src/guest/make-initramfs"),
        Spawn = FindSpawn(),
    };

    internal static string? FindQemu() =>
        Environment.GetEnvironmentVariable("WHELK_QEMU") is { Length: > 0 } qemu ? qemu : QemuPaths.FirstOrDefault(File.Exists);

    /// <summary>Debian 12's daemon comes with QEMU; later it is a package of its own.</summary>
    internal static string? FindVirtiofsd() =>
        Environment.GetEnvironmentVariable("WHELK_VIRTIOFSD") is { Length: > 0 } virtiofsd ? virtiofsd : VirtiofsdPaths.FirstOrDefault(File.Exists);

    internal static string FindSpawn() => Existing(
        Environment.GetEnvironmentVariable("WHELK_SPAWN") is { Length: > 0 } spawn ? spawn : Path.Combine(AppContext.BaseDirectory, "spawn"),
        "the program spawn",
        "run src/native/build");

    private static string Stamp(string path) => $"{path}:{new FileInfo(path).Length}:{File.GetLastWriteTimeUtc(path).Ticks}";

    private static string Existing(string path, string what, string remedy) => File.Exists(path) ? path : throw Missing($"{what} ({path})", remedy);

    private static WhelkException Missing(string what, string remedy) =>
        new(ErrorCode.Unavailable, $"virtual machines need {what}, which is missing: {remedy}");
}
