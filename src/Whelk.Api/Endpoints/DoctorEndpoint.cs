using Whelk.Advice.Doctor;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;

namespace Whelk.Api.Endpoints;

/// <summary>GET /whelk/doctor: the host, tried. POST /whelk/doctor/repair: what was left there, removed.</summary>
internal static class DoctorEndpoint
{
    internal static async Task AnswerAsync(WhelkEngine engine, ApiCall call) => await AnswerAsync(call, await HostDoctor.ExamineAsync(engine, call.Gone));

    internal static async Task RepairAsync(WhelkEngine engine, ApiCall call) => await AnswerAsync(call, await HostDoctor.RepairAsync(engine, call.Gone));

    private static Task AnswerAsync(ApiCall call, IReadOnlyList<HostCheck> checks) => call.JsonAsync(new DoctorReport([.. checks.Select(Wire)]), ApiJson.Default.DoctorReport);

    private static DoctorCheck Wire(HostCheck check) => new() { Name = check.Name, Status = check.StatusWord, Detail = check.Detail, Mend = check.Mend };
}
