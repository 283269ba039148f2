namespace Whelk.Linux.Systemd;

/// <summary>A scope as it is asked for. systemd.scope(5).</summary>
public sealed record ScopeOptions
{
    private const string Suffix = ".slice";

    /// <summary>The unit's name, with its suffix.</summary>
    public required string Name { get; init; }

    /// <summary>The slice that it lies in, with its suffix; made where there is none.</summary>
    public required string Slice { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>How long its processes have to end when the scope is stopped, by hand or with the host.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Whether it may be a slice's name: letters, digits and a few others, the parts between the dashes not empty; or the root's, "-.slice". systemd.slice(5).</summary>
    public static bool IsSlice(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
        && name[..^Suffix.Length] is var stem
        && (stem == "-" || (stem.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '.' or '\\' or '-') && !stem.Split('-').Contains(string.Empty)));
}
