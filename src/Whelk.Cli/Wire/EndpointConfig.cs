namespace Whelk.Cli.Wire;

/// <summary>One network's part of <see cref="NetworkingConfig"/>.</summary>
internal sealed record EndpointConfig(string[]? Aliases);
