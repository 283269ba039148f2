using Whelk.Linux.Files;

namespace Whelk.Images.Tests;

/// <summary>A folder of a test's own, gone with all below it at the end, whatever its names are made of.</summary>
internal sealed class ScratchRoot : IDisposable
{
    public ScratchRoot() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "whelk-images-" + Guid.NewGuid().ToString("N"));

    public static implicit operator string(ScratchRoot root) => root.Path;

    public string Folder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(path);
        return path;
    }

    public void Dispose()
    {
        using var parent = DirectoryHandle.Open(System.IO.Path.GetTempPath());
        parent.RemoveTree(FilePath.From(System.IO.Path.GetFileName(Path)));
    }
}
