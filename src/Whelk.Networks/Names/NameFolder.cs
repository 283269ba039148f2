using System.Net;
using Whelk.Linux.Files;

namespace Whelk.Networks.Names;

/// <summary>
/// The daemon's side of the names: a file for each workload, renamed into place before the workload's first process runs and removed when it ends. The server
/// reads them, and goes on with them when the daemon is gone.
/// </summary>
internal sealed class NameFolder
{
    // The server reads as nobody, through the folder's descriptor; the folders above are closed to others.
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    internal NameFolder(string stateDirectory)
    {
        Path = PathIn(stateDirectory);
        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, FolderMode);
    }

    internal string Path { get; }

    internal static string PathIn(string stateDirectory) => System.IO.Path.Combine(stateDirectory, "names");

    /// <summary>Says what a workload is called from now on; replaces what was said before.</summary>
    internal void Add(NameRecord record) => AtomicFile.Write(FileOf(record.Address), record.ToBytes(), durable: false, FileMode);

    /// <summary>Idempotent.</summary>
    internal void Remove(IPAddress address) => File.Delete(FileOf(address));

    /// <summary>Removes the names of all workloads but these.</summary>
    internal void Keep(IReadOnlySet<IPAddress> live)
    {
        foreach (var file in Directory.GetFiles(Path))
        {
            if (System.IO.Path.GetFileName(file) != NameServerRecord.FileName && (NameRecord.AddressOf(System.IO.Path.GetFileName(file)) is not { } address || !live.Contains(address)))
            {
                File.Delete(file);
            }
        }
    }

    private string FileOf(IPAddress address) => System.IO.Path.Combine(Path, address.ToString());
}
