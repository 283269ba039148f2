using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Images.Erofs;

/// <summary>mkfs.erofs(1).</summary>
public static class ErofsTool
{
    private static readonly string[] Candidates = ["/usr/bin/mkfs.erofs", "/usr/sbin/mkfs.erofs", "/sbin/mkfs.erofs", "/usr/local/bin/mkfs.erofs"];

    /// <summary>Makes a file with an EROFS of what is in the folder.</summary>
    /// <exception cref="WhelkException">Unsupported: it is not installed. Unavailable: no space. Internal: what it said.</exception>
    public static async Task MakeAsync(string file, string directory, CancellationToken cancellationToken)
    {
        var tool = Array.Find(Candidates, File.Exists)
            ?? throw new WhelkException(ErrorCode.Unsupported, "mkfs.erofs is missing, which makes the disks of VMs: install erofs-utils");
        var options = new SpawnOptions { Path = tool, Arguments = ["--quiet", file, directory] };
        var result = await ChildProcess.RunAsync(options, cancellationToken);
        if (!result.Status.Succeeded)
        {
            var code = result.Error.Contains("No space left", StringComparison.OrdinalIgnoreCase) ? ErrorCode.Unavailable : ErrorCode.Internal;
            throw new WhelkException(code, $"mkfs.erofs failed with status {result.Status.ShellCode}: {(result.Error + result.Output).Trim()}");
        }
    }
}
