using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Machine;

namespace Whelk.Engine.Users;

/// <summary>Files of an image, found and read without leaving its trees whatever links they hold.</summary>
internal static class ImageFile
{
    private const int Limit = 1024 * 1024;

    /// <summary>Whether the topmost tree that has something there has a file.</summary>
    internal static bool Exists(IReadOnlyList<string> trees, string path)
    {
        foreach (var tree in trees.Where(Directory.Exists).Reverse())
        {
            if (RootedFile.TryStat(tree, path) is { } found)
            {
                return found.Kind == FileKind.Regular;
            }
        }

        return false;
    }

    /// <summary>The file's text from the topmost tree that has it; empty where none has.</summary>
    internal static string ReadText(IReadOnlyList<string> trees, string path)
    {
        foreach (var tree in trees.Where(Directory.Exists).Reverse())
        {
            using var handle = RootedFile.TryOpen(tree, path);
            if (handle is not null)
            {
                using var file = new FileStream(handle, FileAccess.Read, 0);
                using var reader = new StreamReader(file, Encoding.UTF8);
                var text = new char[Limit];
                return new string(text, 0, reader.ReadBlock(text));
            }
        }

        return string.Empty;
    }
}
