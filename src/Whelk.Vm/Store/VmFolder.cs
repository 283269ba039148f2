using System.Text;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Store;

/// <summary>The folder of one VM below --root: its record, its config.json, its status and its monitor's socket.</summary>
internal sealed class VmFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private VmFolder(string id, string path) => (Id, DirectoryPath) = (id, path);

    internal string Id { get; }

    internal string DirectoryPath { get; }

    internal const string SocketName = "monitor.sock";

    private string RecordPath => Path.Combine(DirectoryPath, "state.json");

    private string ConfigPath => Path.Combine(DirectoryPath, "config.json");

    private string StatusPath => Path.Combine(DirectoryPath, "status");

    /// <summary>The folder of an id, whether it exists or not.</summary>
    /// <exception cref="WhelkException">The id is no id: it becomes part of a path.</exception>
    internal static VmFolder Of(string root, string id)
    {
        return IsId(id)
            ? new VmFolder(id, Path.Combine(root, id))
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid container id format: {id}");
    }

    /// <summary>The folder of an id that must exist.</summary>
    internal static VmFolder Existing(string root, string id)
    {
        var folder = Of(root, id);
        return folder.Exists ? folder : throw new WhelkException(ErrorCode.NotFound, $"container \"{id}\" does not exist");
    }

    /// <summary>All VMs below a root, by id.</summary>
    internal static IReadOnlyList<VmFolder> All(string root) => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root).Select(path => Path.GetFileName(path)).Where(IsId).Order(StringComparer.Ordinal).Select(id => Of(root, id))]
        : [];

    internal bool Exists => Directory.Exists(DirectoryPath);

    /// <summary>Makes the folder; that it is there already means that the id is taken.</summary>
    internal void Create()
    {
        var root = Path.GetDirectoryName(DirectoryPath)!;
        Directory.CreateDirectory(root, Private);
        using var parent = DirectoryHandle.Open(root);
        try
        {
            // Of two that make it at once, one is told so.
            parent.MakeDirectory(FilePath.From(Id), (uint)Private);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.EEXIST)
        {
            throw new WhelkException(ErrorCode.AlreadyExists, $"container with id exists already: {Id}", exception);
        }
    }

    /// <summary>Removes the folder, whatever a guest may have left in it. Idempotent.</summary>
    internal void Remove()
    {
        if (Exists)
        {
            using var parent = DirectoryHandle.Open(Path.GetDirectoryName(DirectoryPath)!);
            parent.RemoveTree(FilePath.From(Id));
        }
    }

    internal void WriteRecord(VmRecord record) =>
        AtomicFile.Write(RecordPath, JsonSerializer.Serialize(record, StoreJson.Default.VmRecord), durable: false);

    /// <summary>The record, or null where <c>create</c> did not come that far.</summary>
    internal VmRecord? ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordPath), StoreJson.Default.VmRecord);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The turn to delete it, which others wait for; null where the folder is gone.</summary>
    internal FileLock? TakeTurn()
    {
        try
        {
            return FileLock.Take(Path.Combine(DirectoryPath, "delete.lock"));
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT)
        {
            return null;
        }
    }

    internal void WriteConfig(byte[] config) => AtomicFile.Write(ConfigPath, config, durable: false);

    /// <summary>The config.json as <c>create</c> read it, whatever became of the bundle since.</summary>
    internal RuntimeSpec ReadConfig() => SpecReader.Config(File.ReadAllBytes(ConfigPath), ConfigPath);

    // A leading dot is kept for what stands beside the VMs.
    private static bool IsId(string id) =>
        id.Length is > 0 and <= 1024 && id[0] != '.' && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '.');

    /// <summary>Keeps for whoever deletes it that its guest ran out of memory: a file "oom", which an engine may look for.</summary>
    internal void MarkOutOfMemory() => AtomicFile.Write(Path.Combine(DirectoryPath, "oom"), [], durable: false);

    /// <summary>Keeps for whoever deletes it why its guest was lost: a file "fault", one line, which an engine may look for.</summary>
    internal void KeepFault(string fault) => AtomicFile.Write(Path.Combine(DirectoryPath, "fault"), Encoding.UTF8.GetBytes(fault), durable: false);

    internal void WriteStatus(string status) => AtomicFile.Write(StatusPath, status, durable: false);

    /// <summary>The monitor's own word, to be believed only while it lives.</summary>
    internal string ReadStatus() => File.Exists(StatusPath) ? File.ReadAllText(StatusPath) : RuntimeStatus.Creating;
}
