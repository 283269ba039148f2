namespace Whelk.Cli.Wire;

internal sealed record NetworkSubnet
{
    public required string Subnet { get; init; }

    public string? IPRange { get; init; }

    public string? Gateway { get; init; }

    public Dictionary<string, string>? AuxiliaryAddresses { get; init; }
}
