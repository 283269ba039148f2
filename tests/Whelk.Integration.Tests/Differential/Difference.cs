namespace Whelk.Integration.Tests.Differential;

/// <summary>One place where Whelk does not answer as Docker does.</summary>
internal sealed record Difference(Call Call, string Path, string Docker, string Whelk)
{
    /// <summary>What an entry of the list of allowed differences names.</summary>
    internal string Place => $"{Call.Place} {Path} {Docker} -> {Whelk}";

    public override string ToString() => $"{Call}\n    {Path}\n      docker: {Docker}\n      whelk:  {Whelk}";
}
