using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>An entry's name, cleaned: where it goes below the root, and nowhere else.</summary>
public sealed class EntryPath
{
    private EntryPath(IReadOnlyList<byte[]> parents, FilePath? name)
    {
        Name = name;
        Parents = parents;
    }

    /// <summary>The components before the last one, the outermost first.</summary>
    public IReadOnlyList<byte[]> Parents { get; }

    /// <summary>The last component; null for the root itself.</summary>
    public FilePath? Name { get; }

    /// <summary>The path of the folder that holds the name; "." for the root.</summary>
    public FilePath Parent => Join(Parents.Count);

    /// <summary>All of it; "." for the root. Parses to the same path again.</summary>
    public FilePath Whole => Name is not { } name ? Parent : Parents.Count == 0 ? name : FilePath.From([.. Parent.Bytes, (byte)'/', .. name.Bytes]);

    /// <summary>The path of the first so many components; "." for none.</summary>
    public FilePath Join(int count)
    {
        var bytes = new List<byte>();
        foreach (var component in Parents.Take(count))
        {
            if (bytes.Count > 0)
            {
                bytes.Add((byte)'/');
            }

            bytes.AddRange(component);
        }

        return bytes.Count == 0 ? FilePath.From("."u8) : FilePath.From(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
    }

    /// <summary>Cleans the name as text: empty components and "." vanish, ".." takes one back.</summary>
    /// <returns>Null where the name is absolute or leads above the root. Only slashes, or nothing but ".", name the root.</returns>
    public static EntryPath? TryParse(FilePath path)
    {
        var bytes = path.Bytes;
        var components = new List<byte[]>();
        foreach (var range in bytes.Split((byte)'/'))
        {
            var component = bytes[range];
            if (component.SequenceEqual(".."u8))
            {
                if (components.Count == 0)
                {
                    return null;
                }

                components.RemoveAt(components.Count - 1);
            }
            else if (!component.IsEmpty && !component.SequenceEqual("."u8))
            {
                components.Add(component.ToArray());
            }
        }

        if (components.Count == 0)
        {
            return new EntryPath([], null);
        }

        return bytes[0] == '/' ? null : new EntryPath(components[..^1], FilePath.From(components[^1]));
    }
}
