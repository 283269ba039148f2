using Whelk.Advice.Compare;
using Whelk.Api.Endpoints;
using Whelk.Api.Http;
using Whelk.Engine;

namespace Whelk.Api;

/// <summary>Everything that is answered over HTTP. What takes the connection over is beside it, in Hijacking/StreamHijackHandler.cs.</summary>
internal static class ApiRoutes
{
    /// <param name="engine">The engine.</param>
    /// <param name="comparison">What compares; the caller disposes it.</param>
    /// <param name="stopping">Cancelled when the daemon ends, for what would go on for long.</param>
    internal static IReadOnlyList<ApiRoute> Of(WhelkEngine engine, Comparison comparison, CancellationToken stopping) =>
    [
        .. SystemEndpoints.Routes(engine),
        .. ContainerEndpoints.Routes(engine),
        .. ArchiveEndpoints.Routes(engine),
        .. ExecEndpoints.Routes(engine),
        .. ImageEndpoints.Routes(engine),
        .. VolumeEndpoints.Routes(engine),
        .. NetworkEndpoints.Routes(engine),
        .. WhelkEndpoints.Routes(engine, comparison, stopping),
    ];
}
