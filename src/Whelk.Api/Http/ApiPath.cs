namespace Whelk.Api.Http;

/// <summary>Paths of the API: an optional /v1.NN in front.</summary>
internal static class ApiPath
{
    /// <summary>The decoded segments without version and query.</summary>
    internal static string[] Segments(string target)
    {
        var path = target.Split('?', 2)[0];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return [.. segments.Skip(IsVersion(segments) ? 1 : 0).Select(Uri.UnescapeDataString)];
    }

    private static bool IsVersion(string[] segments) =>
        segments is [['v', >= '0' and <= '9', .. var rest], ..] && rest.All(character => char.IsAsciiDigit(character) || character == '.');
}
