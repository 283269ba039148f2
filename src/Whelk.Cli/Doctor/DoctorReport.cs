namespace Whelk.Cli.Doctor;

/// <summary>Answer to GET /whelk/doctor and POST /whelk/doctor/repair.</summary>
internal sealed record DoctorReport
{
    public DoctorCheck[] Checks { get; init; } = [];
}
