namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>What ./build made: the folder out/, found upwards from the test, or named by WHELK_OUT.</summary>
internal static class Installation
{
    private static readonly string Folder = Find();

    internal static string PathOf(string file) => Path.Combine(Folder, file) is var path && File.Exists(path)
        ? path
        : throw new FileNotFoundException($"{path} is missing: run ./build");

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("WHELK_OUT") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Whelk.slnx")))
            {
                return Path.Combine(folder.FullName, "out");
            }
        }

        throw new DirectoryNotFoundException("no out/ above the tests: run ./build, or set WHELK_OUT");
    }
}
