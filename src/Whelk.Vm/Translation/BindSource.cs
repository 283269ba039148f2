using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>What a bind mount of config.json brings into the guest.</summary>
/// <param name="HostPath">Absolute.</param>
/// <param name="IsFolder">Else it is a file.</param>
/// <param name="Length">Of a file, in bytes.</param>
/// <param name="IsRoots">Of a file: it belongs to user 0 and group 0.</param>
internal sealed record BindSource(string HostPath, bool IsFolder, long Length, bool IsRoots)
{
    /// <exception cref="WhelkException">Nothing is there, or something that cannot enter a VM (a socket, a device).</exception>
    internal static BindSource Of(MountSpec mount, string bundle)
    {
        var path = Path.GetFullPath(mount.Source ?? string.Empty, bundle);
        if (Directory.Exists(path))
        {
            return new BindSource(path, IsFolder: true, 0, IsRoots: false);
        }

        if (!File.Exists(path))
        {
            throw new WhelkException(ErrorCode.NotFound, $"bind mount of {path} on {mount.Destination}: no such file or directory");
        }

        return StatusOf(path) is { Kind: FileKind.Regular } status
            ? new BindSource(path, IsFolder: false, status.Size, IsRoots: (status.Uid, status.Gid) == (0, 0))
            : throw new WhelkException(ErrorCode.Unsupported, $"bind mount of {path} on {mount.Destination}: only files and folders can enter a virtual machine");
    }

    /// <summary>What a bound file holds now.</summary>
    /// <returns>Null where there is no file any more, or one of more bytes than <paramref name="limit"/>.</returns>
    internal static byte[]? TryRead(MountSpec mount, string bundle, long limit)
    {
        var path = Path.GetFullPath(mount.Source ?? string.Empty, bundle);
        if (!File.Exists(path) || StatusOf(path) is not { Kind: FileKind.Regular })
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new byte[Math.Min(file.Length, limit) + 1];
        var count = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return count < content.Length ? content[..count] : null;
    }

    private static FileStatus? StatusOf(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        using var folder = DirectoryHandle.Open(Path.GetDirectoryName(target)!);
        return folder.TryStat(FilePath.From(Path.GetFileName(target)));
    }
}
