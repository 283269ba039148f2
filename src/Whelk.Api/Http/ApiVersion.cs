namespace Whelk.Api.Http;

/// <summary>The versions of Docker's Engine API that are spoken.</summary>
internal static class ApiVersion
{
    internal const string Current = "1.45";
    internal const string Minimum = "1.24";
}
