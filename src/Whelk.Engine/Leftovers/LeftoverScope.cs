using Whelk.Engine.Runtimes;

namespace Whelk.Engine.Leftovers;

/// <summary>Whose leftovers are looked for, and what is none. Workloads are told by the first twelve digits of their ids.</summary>
internal sealed record LeftoverScope
{
    private const int Digits = 12;

    public required EnginePaths Paths { get; init; }

    /// <summary>Those that may have state on the host.</summary>
    public required IReadOnlyList<RuntimeRecord> Runtimes { get; init; }

    /// <summary>Whether a daemon runs, which needs what workloads come to.</summary>
    public bool HasDaemon { get; init; }

    /// <summary>The workloads that are somebody's affair: those that live, and while a daemon runs all that it knows. Asked after a place was listed: one that comes meanwhile is in it.</summary>
    public required Func<IReadOnlySet<string>> Owned { get; init; }

    /// <summary>Those that there is a record of: their folders stay.</summary>
    public required Func<IReadOnlySet<string>> Known { get; init; }

    /// <summary>Control groups of workloads that asked for another parent, by id.</summary>
    public IReadOnlyDictionary<string, string> OtherGroups { get; init; } = new Dictionary<string, string>();

    internal static string Short(string id) => id.Length > Digits ? id[..Digits] : id;

    internal static HashSet<string> Short(IEnumerable<string> ids) => ids.Select(Short).ToHashSet(StringComparer.Ordinal);
}
