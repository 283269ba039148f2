using Whelk.Linux.Files;

namespace Whelk.Engine.Users;

/// <summary>Small text files of an image, read without leaving its trees whatever links they hold.</summary>
internal static class ImageFile
{
    private const int Limit = 1024 * 1024;

    /// <summary>The file's text from the topmost tree that has it; empty where none has.</summary>
    internal static string ReadText(IReadOnlyList<string> trees, string path) => string.Empty;
}
