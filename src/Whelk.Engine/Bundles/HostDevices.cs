using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Bundles;

/// <summary>Device nodes of the host, as a workload gets them (moby, oci/devices_linux.go).</summary>
internal static class HostDevices
{
    private const string Folder = "/dev";

    // What every container has of its own.
    private static readonly string[] Own = ["pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev", "console"];

    /// <summary>All there are, for a privileged workload.</summary>
    internal static IReadOnlyList<LinuxDevice> All() => [.. Below(Folder, Folder, Own)];

    /// <summary>The node that was asked for, or all nodes of the folder that was.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    internal static IReadOnlyList<LinuxDevice> Of(DeviceOption option)
    {
        var status = RootedFile.TryStat("/", option.PathOnHost) ?? throw Failure(option, "no such file or directory");
        IReadOnlyList<LinuxDevice> found = status.Kind == FileKind.Directory
            ? [.. Below(option.PathOnHost, option.PathInContainer, [])]
            : TryDescribe(status, option.PathInContainer) is { } device ? [device] : [];
        return found.Count > 0 ? found : throw Failure(option, "not a device node");
    }

    /// <summary>A block device's numbers.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    internal static DeviceNumber NumberOf(string path) => RootedFile.TryStat("/", path) switch
    {
        null => throw new WhelkException(ErrorCode.InvalidArgument, $"stat {path}: no such file or directory"),
        { Kind: FileKind.BlockDevice or FileKind.CharacterDevice } status => DeviceNumber.Of(status.Device),
        _ => throw new WhelkException(ErrorCode.InvalidArgument, $"{path}: not a device node"),
    };

    private static IEnumerable<LinuxDevice> Below(string folder, string target, IReadOnlyList<string> passedOver)
    {
        using var handle = DirectoryHandle.Open(folder);
        foreach (var name in Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Where(name => !passedOver.Contains(name)).Order(StringComparer.Ordinal))
        {
            var status = handle.TryStat(FilePath.From(name));
            if (status?.Kind == FileKind.Directory)
            {
                foreach (var device in Below(Path.Combine(folder, name), Path.Combine(target, name), []))
                {
                    yield return device;
                }
            }
            else if (status is not null && TryDescribe(status, Path.Combine(target, name)) is { } device)
            {
                yield return device;
            }
        }
    }

    private static LinuxDevice? TryDescribe(FileStatus status, string path)
    {
        var number = DeviceNumber.Of(status.Device);
        return status.Kind is not (FileKind.CharacterDevice or FileKind.BlockDevice) ? null : new LinuxDevice
        {
            Path = path,
            Type = status.Kind == FileKind.BlockDevice ? "b" : "c",
            Major = number.Major,
            Minor = number.Minor,
            FileMode = status.Mode,
            Uid = status.Uid,
            Gid = status.Gid,
        };
    }

    private static WhelkException Failure(DeviceOption option, string reason) =>
        new(ErrorCode.InvalidArgument, $"error gathering device information while adding custom device \"{option.PathOnHost}\": {reason}");
}
