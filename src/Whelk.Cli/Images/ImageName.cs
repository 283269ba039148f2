namespace Whelk.Cli.Images;

/// <summary>Names of images as users write them: REPOSITORY[:TAG][@DIGEST].</summary>
internal static class ImageName
{
    /// <summary>The repository, and the tag or digest where one is given. A colon before the last slash belongs to a registry's port.</summary>
    public static (string Repository, string? Tag) Split(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            return (name[..at], name[(at + 1)..]);
        }

        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..]) : (name, null);
    }

    /// <summary>The name with the tag that is meant where none is given.</summary>
    public static string Familiar(string name) => Split(name).Tag is null ? $"{name}:latest" : name;
}
