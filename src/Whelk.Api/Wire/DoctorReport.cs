namespace Whelk.Api.Wire;

/// <summary>Answer to GET /whelk/doctor and POST /whelk/doctor/repair.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);
