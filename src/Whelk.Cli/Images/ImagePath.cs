using Whelk.Cli.Client;

namespace Whelk.Cli.Images;

/// <summary>An image's name within a path of the API, where its slashes stand as they are.</summary>
internal static class ImagePath
{
    public static string Of(string name) => string.Join('/', name.Split('/').Select(QueryString.Escape));
}
