using System.Text;
using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>A path as a user names something in a tree: from the tree's root, however it is written. ".." takes back, as text, and never leads above the root.</summary>
public sealed class TreePath
{
    private readonly byte[][] _components;

    private TreePath(byte[][] components, bool isFolder, string baseName)
    {
        _components = components;
        IsFolder = isFolder;
        BaseName = baseName;
    }

    /// <summary>Whether it ends like a folder's ("/" or "/."), so that a link at its end is followed.</summary>
    public bool IsFolder { get; }

    /// <summary>What the last component is called: "/" for the root, "." where the path ends so.</summary>
    public string BaseName { get; }

    /// <summary>Whether it names the root.</summary>
    public bool IsRoot => _components.Length == 0;

    /// <summary>The components, none of them empty, "." or "..".</summary>
    public IReadOnlyList<byte[]> Components => _components;

    /// <summary>The last component; "." for the root.</summary>
    public FilePath Name => IsRoot ? Here : FilePath.From(_components[^1]);

    /// <summary>The folder that holds it; "." where that is the root.</summary>
    public FilePath Parent => Join(_components.Length - 1);

    /// <summary>All of it, relative to the root; "." for the root.</summary>
    public FilePath Whole => Join(_components.Length);

    internal static FilePath Here => FilePath.From("."u8);

    /// <exception cref="ArgumentException">With a NUL inside.</exception>
    public static TreePath Parse(string text) => Parse(FilePath.From(text.Length == 0 ? "/" : text));

    /// <summary>Cleans a path as text.</summary>
    public static TreePath Parse(FilePath path)
    {
        var components = new List<byte[]>();
        foreach (var range in path.Bytes.Split((byte)'/'))
        {
            var component = path.Bytes[range];
            if (component.SequenceEqual(".."u8))
            {
                components.RemoveRange(Math.Max(0, components.Count - 1), Math.Min(1, components.Count));
            }
            else if (!component.IsEmpty && !component.SequenceEqual("."u8))
            {
                components.Add(component.ToArray());
            }
        }

        var dotted = path.Bytes.EndsWith("/."u8) || path.Bytes.SequenceEqual("."u8);
        var name = dotted ? "." : components.Count == 0 ? "/" : Encoding.UTF8.GetString(components[^1]);
        return new TreePath([.. components], dotted || path.Bytes[^1] == '/', name);
    }

    /// <summary>From the root on, with a slash in front.</summary>
    public override string ToString() => IsRoot ? "/" : $"/{Whole}";

    private FilePath Join(int count)
    {
        if (count <= 0)
        {
            return Here;
        }

        var bytes = new List<byte>(_components[0]);
        foreach (var component in _components.Take(count).Skip(1))
        {
            bytes.Add((byte)'/');
            bytes.AddRange(component);
        }

        return FilePath.From(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
    }
}
