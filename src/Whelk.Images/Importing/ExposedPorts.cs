using System.Globalization;
using Whelk.Errors;

namespace Whelk.Images.Importing;

/// <summary>Ports as EXPOSE writes them: "80", "80/udp", "8000-8010/tcp".</summary>
internal static class ExposedPorts
{
    private const int MaximumPort = 65535;

    /// <summary>Each port by itself with its protocol, "80/tcp".</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static IEnumerable<string> Parse(IEnumerable<string> words) => words.SelectMany(ParseOne);

    private static IEnumerable<string> ParseOne(string word)
    {
        var parts = word.Split('/', 2);
        var protocol = parts.Length == 2 && parts[1].Length > 0 ? parts[1].ToLowerInvariant() : "tcp";
        if (protocol is not ("tcp" or "udp" or "sctp"))
        {
            throw Invalid($"invalid proto: {protocol}");
        }

        var range = parts[0].Split('-', 2);
        if (!TryPort(range[0], out var first) || !TryPort(range[^1], out var last) || last < first)
        {
            throw Invalid($"Invalid containerPort: {parts[0]}");
        }

        return Enumerable.Range(first, last - first + 1).Select(port => $"{port}/{protocol}");
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= MaximumPort;

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
