namespace Whelk.Api.Wire;

/// <summary>Answer to GET /whelk/doctor.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);
