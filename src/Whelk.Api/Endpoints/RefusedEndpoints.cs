using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Parts of Docker's API that Whelk does not have, each with what to use instead. `docker inspect` looks for the words "not supported".</summary>
internal static class RefusedEndpoints
{
    /// <summary>Throws for a path of such a part; does nothing for others.</summary>
    /// <param name="segments">The path without its version.</param>
    /// <exception cref="WhelkException">Unsupported.</exception>
    internal static void Refuse(IReadOnlyList<string> segments)
    {
        var reason = segments switch
        {
            ["images", "load" or "get"] or ["images", .., "get" or "push"] => ReasonOf("build"),
            [var part, ..] => ReasonOf(part),
            _ => null,
        };
        if (reason is not null)
        {
            throw new WhelkException(ErrorCode.Unsupported, reason);
        }
    }

    private static string? ReasonOf(string part) => part switch
    {
        "swarm" or "nodes" or "services" or "tasks" or "secrets" or "configs" => "swarm is not supported, whelk runs one host: for several hosts give whelk-vm to Kubernetes as a runtime",
        "plugins" => "plugins are not supported: volumes and networks are built in",
        "session" or "grpc" => "BuildKit's protocol is not supported: import an image with `whelk import`",
        "build" or "commit" => "building images is not supported by this version of whelk: import one with `whelk import`",
        _ => null,
    };
}
