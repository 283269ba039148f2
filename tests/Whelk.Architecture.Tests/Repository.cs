using Whelk.Testing;

namespace Whelk.Architecture.Tests;

/// <summary>The checkout that these tests were built from, as text.</summary>
internal static class Repository
{
    private static readonly string[] Made = [".git", "artifacts", "out", "bin", "obj"];

    internal static string Root => Checkout.Root;

    /// <summary>Every file that is kept in the repository, by its path from the root.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. Below(Root).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    /// <summary>The C# files below some folders.</summary>
    internal static IEnumerable<string> Sources(params string[] folders) =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)));

    internal static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    internal static string[] ReadLines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    internal static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(Below));
}
