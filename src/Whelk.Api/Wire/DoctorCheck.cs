namespace Whelk.Api.Wire;

/// <summary>One thing that was tried on the host. Status is "ok", "warn" or "fail"; Mend says what can be done about it.</summary>
internal sealed record DoctorCheck
{
    public required string Name { get; init; }

    public required string Status { get; init; }

    public string? Detail { get; init; }

    public string? Mend { get; init; }
}
