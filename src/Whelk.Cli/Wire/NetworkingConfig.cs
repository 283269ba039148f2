namespace Whelk.Cli.Wire;

/// <summary>What a container asks of each network that it joins.</summary>
internal sealed record NetworkingConfig(Dictionary<string, EndpointConfig> EndpointsConfig);
