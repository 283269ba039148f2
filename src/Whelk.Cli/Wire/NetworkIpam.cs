namespace Whelk.Cli.Wire;

/// <summary>A network's addresses.</summary>
internal sealed record NetworkIpam(string Driver, NetworkSubnet[] Config);
