using System.Text.RegularExpressions;
using Whelk.Engine.Workloads;

namespace Whelk.Engine.Logs;

/// <summary>What the options labels, env, their -regex forms and tag put into every line (moby, daemon/logger/loginfo.go, ExtraAttributes).</summary>
internal static class LogAttributes
{
    /// <returns>By name; null for nothing.</returns>
    internal static IReadOnlyDictionary<string, string>? Of(WorkloadSpec spec)
    {
        var options = spec.Options.Host.LogOptions;
        if (!options.Keys.Any(name => name is "labels" or "labels-regex" or "env" or "env-regex" or "tag"))
        {
            return null;
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Take(found, spec.Labels, options.GetValueOrDefault("labels"), options.GetValueOrDefault("labels-regex"));
        Take(found, VariablesOf(spec), options.GetValueOrDefault("env"), options.GetValueOrDefault("env-regex"));
        if (options.GetValueOrDefault("tag") is { Length: > 0 } tag)
        {
            found["tag"] = LogTag.Render(tag, spec);
        }

        return found.Count > 0 ? found : null;
    }

    private static Dictionary<string, string> VariablesOf(WorkloadSpec spec)
    {
        var variables = new Dictionary<string, string>();
        foreach (var parts in spec.Env.Select(entry => entry.Split('=', 2)).Where(parts => parts.Length == 2))
        {
            variables[parts[0]] = parts[1];
        }

        return variables;
    }

    private static void Take(SortedDictionary<string, string> found, IReadOnlyDictionary<string, string> from, string? names, string? pattern)
    {
        var wanted = (names ?? string.Empty).Split(',');
        foreach (var (name, value) in from)
        {
            if (wanted.Contains(name) || (pattern is { Length: > 0 } && Regex.IsMatch(name, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))))
            {
                found[name] = value;
            }
        }
    }
}
