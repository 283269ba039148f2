namespace Whelk.Api.Http;

/// <summary>Paths of the API: an optional /v1.NN in front.</summary>
internal static class ApiPath
{
    /// <summary>The decoded segments without version and query.</summary>
    internal static string[] Segments(string target)
    {
        var segments = Split(target);
        return [.. segments.Skip(IsVersion(segments) ? 1 : 0).Select(Uri.UnescapeDataString)];
    }

    /// <summary>The version in front, as "1.45"; null where the path has none.</summary>
    internal static string? Version(string target) => Split(target) is var segments && IsVersion(segments) ? segments[0][1..] : null;

    private static string[] Split(string target) => target.Split('?', 2)[0].Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsVersion(string[] segments) =>
        segments is [['v', >= '0' and <= '9', .. var rest], ..] && rest.All(character => char.IsAsciiDigit(character) || character == '.');
}
