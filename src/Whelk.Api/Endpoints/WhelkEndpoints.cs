using Whelk.Advice.Compare;
using Whelk.Api.Http;
using Whelk.Engine;

namespace Whelk.Api.Endpoints;

/// <summary>/whelk: what Docker has no word for.</summary>
internal static class WhelkEndpoints
{
    /// <param name="engine">The engine.</param>
    /// <param name="comparison">What compares; the caller disposes it.</param>
    /// <param name="stopping">Cancelled when the daemon ends, for what would go on for long.</param>
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine, Comparison comparison, CancellationToken stopping)
    {
        var compare = new CompareEndpoint(comparison, stopping);
        return
        [
            new("POST", "/whelk/compare", compare.AnswerAsync),
            new("GET", "/whelk/doctor", call => DoctorEndpoint.AnswerAsync(engine, call)),
            new("POST", "/whelk/doctor/repair", call => DoctorEndpoint.RepairAsync(engine, call)),
        ];
    }
}
