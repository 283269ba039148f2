namespace Whelk.Testing;

/// <summary>A folder of a test's own, gone with all below it at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("whelk-test-").FullName;

    public static implicit operator string(ScratchFolder folder) => folder.Path;

    /// <summary>The path of a name below the folder.</summary>
    internal string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, with the folders that lead to it.</summary>
    internal string File(string name, string content)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    internal string Folder(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Makes a symbolic link whose target is text.</summary>
    internal string Link(string name, string target) => System.IO.File.CreateSymbolicLink(this[name], target).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
