using Whelk.Linux.Systemd;

namespace Whelk.Engine.Cgroups;

/// <summary>How the control groups of a daemon are called: names that have the hash of its --root in them.</summary>
internal static class GroupNames
{
    internal const string DefaultSlice = "whelk.slice";

    private const string Suffix = ".slice";
    private const string ScopeSuffix = ".scope";

    // As long as Docker waits before it kills.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The group below the root.</summary>
    internal static string BelowRoot(string hash) => $"/whelk-{hash}";

    /// <summary>The scope in a slice.</summary>
    internal static ScopeOptions ScopeIn(string slice, EnginePaths paths) => new()
    {
        Name = $"whelk-{paths.Hash}{(slice == DefaultSlice ? string.Empty : $"-{slice[..^Suffix.Length]}")}{ScopeSuffix}",
        Slice = slice,
        Description = $"Workloads of Whelk ({paths.Root})",
        StopTimeout = StopTimeout,
    };

    /// <summary>Whether a folder of a hierarchy may be that of a daemon's scope.</summary>
    internal static bool IsScope(string name, string hash) => name.EndsWith(ScopeSuffix, StringComparison.Ordinal)
        && (name == $"whelk-{hash}{ScopeSuffix}" || name.StartsWith($"whelk-{hash}-", StringComparison.Ordinal));

    /// <summary>Whether a folder of a hierarchy is that of a slice.</summary>
    internal static bool IsSlice(ReadOnlySpan<char> name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The path that was asked for, as "/a/b"; null for none.</summary>
    internal static string? Asked(string? parent) =>
        parent is { Length: > 0 } ? $"/{string.Join('/', parent.Split('/', StringSplitOptions.RemoveEmptyEntries))}".TrimEnd('/') : null;

    /// <summary>Why something cannot be the parent of a workload's group, in Docker's words; null where it can.</summary>
    internal static string? WhyNot(string? parent, bool isSystemds) => parent switch
    {
        null or "" => null,
        _ when isSystemds => ScopeOptions.IsSlice(parent) ? null : "cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"",
        _ when parent.Split('/').Contains("..") || parent.Contains('\0') => $"invalid cgroup parent: {parent}",
        _ => null,
    };
}
