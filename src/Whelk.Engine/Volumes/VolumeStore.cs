using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Whelk.Engine.Mounts;
using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Engine.Volumes;

/// <summary>All volumes: each a folder below --root with its content in "_data" and what is known of it in "volume.json". Safe for concurrent use.</summary>
public sealed partial class VolumeStore
{
    private const string DataName = "_data";
    private const string RecordName = "volume.json";

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly HostMounts? _mounts;
    private readonly Lock _gate = new();

    internal VolumeStore(string folder, TimeProvider time, HostMounts? mounts = null)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (_folder, _time, _mounts) = (folder, time, mounts);
    }

    /// <summary>Where its content is on the host; of one that is mounted, while somebody uses it.</summary>
    public string MountPointOf(string name) => TryRead(name)?.Options is not null && _mounts is not null ? _mounts.PathOf(VolumeDriver.MountName(name)) : DataOf(name);

    private string DataOf(string name) => Path.Combine(_folder, name, DataName);

    /// <summary>Every volume, by name. What has no record (a making that was cut off) is none.</summary>
    public IReadOnlyList<Volume> List() => [.. Directory.EnumerateDirectories(_folder).Select(folder => TryRead(Path.GetFileName(folder))).OfType<Volume>().OrderBy(volume => volume.Name, StringComparer.Ordinal)];

    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    public Volume Find(string name) => TryFind(name) ?? throw new WhelkException(ErrorCode.NotFound, $"get {name}: no such volume");

    /// <summary>Makes it, or gives the one that is there; without a name an anonymous one.</summary>
    /// <returns>It, and whether it was made.</returns>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    internal (Volume Volume, bool Made) Create(string? name, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string>? options = null)
    {
        var anonymous = string.IsNullOrEmpty(name);
        var wanted = anonymous ? RandomNumberGenerator.GetHexString(64, lowercase: true) : CheckName(name!);
        VolumeDriver.Check(wanted, options ?? new Dictionary<string, string>());
        lock (_gate)
        {
            if (TryRead(wanted) is { } known)
            {
                return (known, false);
            }

            var volume = new Volume(wanted, _time.GetUtcNow(), labels, anonymous, options is { Count: > 0 } ? options : null);
            Directory.CreateDirectory(DataOf(wanted));
            AtomicFile.Write(RecordOf(wanted), JsonSerializer.SerializeToUtf8Bytes(volume, VolumeJson.Default.Volume));
            return (volume, true);
        }
    }

    /// <summary>Removes it and its content. Idempotent; the caller knows that nobody uses it.</summary>
    internal void Remove(string name)
    {
        lock (_gate)
        {
            // Without its record it is no volume any more, whatever becomes of the rest.
            if (Directory.Exists(Path.Combine(_folder, name)))
            {
                File.Delete(RecordOf(name));
            }

            using var parent = DirectoryHandle.Open(_folder);
            parent.RemoveTree(FilePath.From(name));
        }
    }

    /// <summary>What was left of makings and removals that were cut off.</summary>
    internal IReadOnlyList<string> Unrecorded()
    {
        lock (_gate)
        {
            return [.. Directory.GetDirectories(_folder).Select(folder => Path.GetFileName(folder)).Where(name => !File.Exists(RecordOf(name)))];
        }
    }

    /// <summary>Removes such a one, if it has not become a volume.</summary>
    internal void RemoveUnrecorded(string name)
    {
        lock (_gate)
        {
            if (!File.Exists(RecordOf(name)))
            {
                using var parent = DirectoryHandle.Open(_folder);
                parent.RemoveTree(FilePath.From(name));
            }
        }
    }

    /// <summary>The bytes that its content takes on disk.</summary>
    internal long SizeOf(string name)
    {
        using var folder = DirectoryHandle.Open(DataOf(name));
        return folder.AllocatedBytes();
    }

    /// <summary>The name, if it is one.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static string CheckName(string name) => NameGrammar().IsMatch(name) && name.Length <= 255
        ? name
        : throw new WhelkException(
            ErrorCode.InvalidArgument,
            name.Length == 1 ? $"create {name}: volume name is too short, names should be at least two alphanumeric characters" : $"create {name}: \"{name}\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path");

    internal Volume? TryFind(string name) => NameGrammar().IsMatch(name) ? TryRead(name) : null;

    private string RecordOf(string name) => Path.Combine(_folder, name, RecordName);

    private Volume? TryRead(string name)
    {
        var path = RecordOf(name);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), VolumeJson.Default.Volume) : null;
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]+\\z", RegexOptions.None, 1000)]
    private static partial Regex NameGrammar();
}
