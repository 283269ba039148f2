using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Seccomp;

/// <summary>verdicts.c, compiled for any image, in a folder of its own.</summary>
internal sealed class VerdictProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-verdicts-");

    private VerdictProgram()
    {
    }

    /// <summary>The words that run it in a workload, with these words of `run` before.</summary>
    internal string[] Command(params string[] words) => ["--rm", "-v", $"{_folder.FullName}:/verdicts:ro", .. words, "whelk/base", "/verdicts/verdicts"];

    /// <summary>A file that goes with it.</summary>
    internal string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal static async Task<VerdictProgram> CompileAsync()
    {
        var program = new VerdictProgram();
        var source = Checkout.File("tests/Whelk.Integration.Tests/Seccomp/verdicts.c");
        var result = await Program.RunAsync("gcc", ["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-O2", "-static", "-o", Path.Combine(program._folder.FullName, "verdicts"), source]);
        Assert.True(result.Status.Succeeded, result.Error);
        return program;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
