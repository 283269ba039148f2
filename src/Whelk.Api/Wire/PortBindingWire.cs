namespace Whelk.Api.Wire;

/// <summary>Docker's PortBinding: both as text.</summary>
internal sealed record PortBindingWire
{
    public string? HostIp { get; init; }

    public string? HostPort { get; init; }
}
