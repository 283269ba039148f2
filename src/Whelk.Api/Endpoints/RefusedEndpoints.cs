using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Parts of Docker's API that Whelk does not have, each with what to use instead.</summary>
internal static class RefusedEndpoints
{
    /// <summary>Throws for a path of such a part; does nothing for others.</summary>
    /// <param name="segments">The path without its version.</param>
    /// <exception cref="WhelkException">Unsupported.</exception>
    internal static void Refuse(IReadOnlyList<string> segments)
    {
        var reason = segments is [var part, ..] ? ReasonOf(part) : null;
        if (reason is not null)
        {
            throw new WhelkException(ErrorCode.Unsupported, reason);
        }
    }

    private static string? ReasonOf(string part) => part switch
    {
        "swarm" or "nodes" or "services" or "tasks" or "secrets" or "configs" => "whelk runs one host and has no swarm: for several hosts give whelk-vm to Kubernetes as a runtime",
        "plugins" => "whelk has no plugins: volumes and networks are its own",
        "session" or "grpc" => "whelk does not speak BuildKit's protocol: import an image with `whelk import`",
        "networks" => "this version of whelk has one network, the bridge, and none: --network bridge or none",
        "build" or "commit" => "this version of whelk does not build images: import one with `whelk import`",
        _ => null,
    };
}
