using Whelk.Linux.Files;

namespace Whelk.Images.Storage;

/// <summary>A folder for work in progress, on the store's own file system; gone with all that is in it when it is disposed.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _parent;
    private readonly string _name;

    private TemporaryDirectory(string parent, string name)
    {
        _parent = parent;
        _name = name;
    }

    public string Path => System.IO.Path.Combine(_parent, _name);

    /// <summary>Where something is mounted for the time being.</summary>
    public string MountPoint => MountPointIn(Path);

    public static string MountPointIn(string folder) => System.IO.Path.Combine(folder, "merged");

    public static TemporaryDirectory Create(StoreLayout layout)
    {
        var directory = new TemporaryDirectory(layout.Scratch, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(directory.Path);
        return directory;
    }

    public void Dispose()
    {
        using var parent = DirectoryHandle.Open(_parent);
        parent.RemoveTree(FilePath.From(_name));
    }
}
