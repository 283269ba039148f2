namespace Whelk.Testing;

/// <summary>The checkout that a test was built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>A file of the repository, by its path from the root.</summary>
    internal static string File(string path) => Path.Combine(Root, path);

    /// <summary>What ./build made: the folder out/, or the one that WHELK_OUT names.</summary>
    internal static string Out { get; } = Environment.GetEnvironmentVariable("WHELK_OUT") is { Length: > 0 } named ? named : Path.Combine(Root, "out");

    /// <summary>A program or file that ./build made.</summary>
    /// <exception cref="FileNotFoundException">It did not.</exception>
    internal static string Built(string file) => Path.Combine(Out, file) is var path && System.IO.File.Exists(path)
        ? path
        : throw new FileNotFoundException($"{path} is missing: run ./build");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "Whelk.slnx")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("These tests run from within a checkout of Whelk.");
    }
}
