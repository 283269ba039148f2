using Whelk.Advice.Compare;
using Whelk.Api.Http;
using Whelk.Engine;

namespace Whelk.Api.Endpoints;

/// <summary>/whelk: what Docker has no word for.</summary>
internal static class WhelkEndpoints
{
    /// <param name="engine">The engine.</param>
    /// <param name="stopping">Cancelled when the daemon ends, for what would go on for long.</param>
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine, CancellationToken stopping)
    {
        var compare = new CompareEndpoint(new Comparison(engine), stopping);
        return
        [
            new("POST", "/whelk/compare", compare.AnswerAsync),
            new("GET", "/whelk/doctor", call => DoctorEndpoint.AnswerAsync(engine, call)),
        ];
    }
}
