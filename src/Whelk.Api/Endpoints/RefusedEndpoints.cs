using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Parts of Docker's API that Whelk does not have, each with what to use instead. `docker inspect` looks for the words "not supported".</summary>
internal static class RefusedEndpoints
{
    private const string Elsewhere = "build where there is docker or buildah, `export` a container of the image there, and `whelk import` the archive";

    /// <summary>Throws for a path of such a part; does nothing for others.</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="segments">The path without its version.</param>
    /// <exception cref="WhelkException">Unsupported.</exception>
    internal static void Refuse(string method, IReadOnlyList<string> segments)
    {
        var reason = segments switch
        {
            ["images", "load" or "search"] => ReasonOf(segments[1]),
            ["volumes", _] when method == "PUT" => "volumes of a cluster are not supported, whelk runs one host: remove the volume and create it anew",
            ["images", "get"] or ["images", .., "get"] => ReasonOf("save"),
            ["images", .., "push"] => ReasonOf("push"),
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
        "plugins" => "plugins are not supported by this version of whelk: volumes and networks are built in",
        "session" or "grpc" => $"building images is not supported by this version of whelk, by BuildKit's protocol either: {Elsewhere}",
        "build" => $"building images is not supported by this version of whelk: {Elsewhere}",
        "commit" => "committing is not supported by this version of whelk: `whelk export` the workload, and `whelk import --change` the archive",
        "load" => "loading an archive of images is not supported by this version of whelk: `docker export` a container of the image where it is, and `whelk import` the archive",
        "save" => "saving images is not supported by this version of whelk: `whelk export` a workload of the image",
        "push" => "pushing is not supported by this version of whelk: `whelk export` a workload of the image",
        "search" => "searching a registry is not supported by this version of whelk: import an image with `whelk import`",
        "distribution" => "asking a registry is not supported by this version of whelk: import an image with `whelk import`",
        _ => null,
    };
}
