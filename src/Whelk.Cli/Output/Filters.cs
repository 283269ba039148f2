using System.Text.Json;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Output;

/// <summary>The values of --filter as the API takes them: {"status":["running"]}.</summary>
internal static class Filters
{
    /// <returns>Null where there are none.</returns>
    /// <exception cref="WhelkException">InvalidArgument: no KEY=VALUE.</exception>
    public static string? ToJson(string[] filters)
    {
        if (filters.Length == 0)
        {
            return null;
        }

        var map = filters.Select(Split).GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, group => group.ToArray());
        return JsonSerializer.Serialize(map, WireJson.Default.DictionaryStringStringArray);
    }

    private static (string Key, string Value) Split(string filter)
    {
        var parts = filter.Split('=', 2);
        return parts.Length == 2
            ? (parts[0].Trim().ToLowerInvariant(), parts[1].Trim())
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid argument \"{filter}\" for \"-f, --filter\" flag: bad format of filter (expected name=value)");
    }
}
