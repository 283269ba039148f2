namespace Whelk.Cli.Doctor;

/// <summary>Answer to GET /whelk/doctor.</summary>
internal sealed record DoctorReport
{
    public DoctorCheck[] Checks { get; init; } = [];
}
