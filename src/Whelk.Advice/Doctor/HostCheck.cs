namespace Whelk.Advice.Doctor;

/// <summary>One thing that was tried on the host.</summary>
/// <param name="Detail">What was found.</param>
/// <param name="Mend">What a person can do; null where there is nothing to do.</param>
public sealed record HostCheck(string Name, CheckStatus Status, string Detail, string? Mend = null)
{
    /// <summary>How it went, in the word of the API: "ok", "warn" or "fail".</summary>
    public string StatusWord => Status switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Warn => "warn",
        CheckStatus.Fail => "fail",
        _ => throw new InvalidOperationException($"{Status} has no word"),
    };

    internal static HostCheck Ok(string name, string detail) => new(name, CheckStatus.Ok, detail);

    internal static HostCheck Warn(string name, string detail, string mend) => new(name, CheckStatus.Warn, detail, mend);

    internal static HostCheck Fail(string name, string detail, string mend) => new(name, CheckStatus.Fail, detail, mend);
}
