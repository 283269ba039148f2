using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Vm.Monitor;

/// <summary>The sparse ext4 disk that keeps a workload's changes to its root. Only guests mount it, never the host.</summary>
internal static class ScratchDisk
{
    private const long Size = 16L << 30;

    private static readonly string[] Programs = ["/usr/sbin/mkfs.ext4", "/sbin/mkfs.ext4"];

    /// <summary>mkfs.ext4, or null where it is not installed.</summary>
    internal static string? FindProgram() => Programs.FirstOrDefault(File.Exists);

    /// <summary>Makes it where it is missing; by rename, so that a half-made one is never used.</summary>
    internal static async Task EnsureAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return;
        }

        var mkfs = FindProgram()
            ?? throw new WhelkException(ErrorCode.Unavailable, "virtual machines need mkfs.ext4, which is missing: install the package e2fsprogs");
        var temporary = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            file.SetLength(Size);
        }

        var result = await ChildProcess.RunAsync(
            new SpawnOptions
            {
                Path = mkfs,
                Arguments = ["-q", "-F", "-m", "0", "-J", "size=16", "-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard,root_owner=0:0", temporary],
            },
            cancellationToken);
        if (!result.Status.Succeeded)
        {
            File.Delete(temporary);
            throw new WhelkException(ErrorCode.Unavailable, $"mkfs.ext4 {path}: {result.Error.Trim()}");
        }

        File.Move(temporary, path);
    }
}
