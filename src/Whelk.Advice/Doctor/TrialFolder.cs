using Whelk.Engine;
using Whelk.Linux.Files;

namespace Whelk.Advice.Doctor;

/// <summary>A folder to try something in, gone with all that is in it when it is disposed.</summary>
internal sealed class TrialFolder : IDisposable
{
    private readonly string _parent;
    private readonly string _name = $"{EnginePaths.TrialPrefix}{Guid.NewGuid():N}";

    /// <param name="parent">Where; what is tried depends on its file system.</param>
    internal TrialFolder(string parent)
    {
        _parent = parent;
        Directory.CreateDirectory(Path);
    }

    internal string Path => System.IO.Path.Combine(_parent, _name);

    /// <summary>A new folder in it.</summary>
    internal string Add(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        using var parent = DirectoryHandle.Open(_parent);
        parent.RemoveTree(FilePath.From(_name));
    }
}
