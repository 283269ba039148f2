namespace Whelk.Integration.Tests.Running;

/// <summary>A seccomp profile in a file, which goes with it.</summary>
internal sealed class ProfileFile : IDisposable
{
    internal ProfileFile(string json) => File.WriteAllText(Path, json);

    internal string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
