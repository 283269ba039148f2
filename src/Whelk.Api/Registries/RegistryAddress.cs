using Whelk.Errors;

namespace Whelk.Api.Registries;

/// <summary>A registry as clients name it at a login.</summary>
internal static class RegistryAddress
{
    private const string DockerHub = "registry-1.docker.io";

    /// <summary>Where its API may be, in the order to be tried: over TLS, and on this very machine also without, as Docker does.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is no address.</exception>
    internal static IReadOnlyList<Uri> Of(string? server)
    {
        var text = (server ?? string.Empty).Trim();
        var host = (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? text[(scheme + 3)..] : text).Split('/')[0];
        host = host is "" or "docker.io" or "index.docker.io" ? DockerHub : host;
        if (!Uri.TryCreate($"https://{host}/v2/", UriKind.Absolute, out var secure) || secure.UserInfo.Length > 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid registry address: \"{server}\"");
        }

        return secure.IsLoopback ? [secure, new Uri($"http://{host}/v2/")] : [secure];
    }
}
