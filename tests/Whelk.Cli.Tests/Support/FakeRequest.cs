namespace Whelk.Cli.Tests.Support;

/// <summary>A request that a fake engine has read.</summary>
internal sealed record FakeRequest(string Method, string Target, string Head, string Body)
{
    /// <summary>Method and path, without version and query.</summary>
    internal string Route => $"{Method} {Target.Split('?')[0].Replace("/v1.45", string.Empty, StringComparison.Ordinal)}";
}
