namespace Whelk.Cli.Doctor;

/// <summary>One thing that was tried on the host.</summary>
internal sealed record DoctorCheck
{
    public required string Name { get; init; }

    /// <summary>"ok", "warn" or "fail".</summary>
    public required string Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>What a person can do about it.</summary>
    public string? Mend { get; init; }
}
