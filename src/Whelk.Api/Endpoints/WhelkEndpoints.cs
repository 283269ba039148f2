using Whelk.Api.Http;
using Whelk.Engine;

namespace Whelk.Api.Endpoints;

/// <summary>/whelk: what Docker has no word for.</summary>
internal static class WhelkEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine)
    {
        _ = engine;
        return [];
    }
}
