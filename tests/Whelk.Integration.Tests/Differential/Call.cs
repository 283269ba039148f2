namespace Whelk.Integration.Tests.Differential;

/// <summary>One call of a script, before the values that earlier calls captured are put in.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Target">Path and query, with {name} where a captured value belongs.</param>
/// <param name="Body">JSON with {name} likewise; null sends none.</param>
/// <param name="Archive">The file that is sent instead; null sends none.</param>
/// <param name="Captures">What of the answer later calls use: name → path in the JSON.</param>
/// <param name="ShapeOnly">Compares which fields there are and of what kind, not what they say: for measurements.</param>
internal sealed record Call(string Method, string Target, string? Body, string? Archive, IReadOnlyDictionary<string, string> Captures, bool ShapeOnly)
{
    /// <summary>Where a difference is said to be.</summary>
    internal string Place => $"{Method} {Target.Split('?')[0]}";

    public override string ToString() => $"{Method} {Target}{(Body is null ? string.Empty : $" {Body}")}";
}
