namespace Whelk.Cli.Wire;

/// <summary>Where on the host a port appears. Empty address: all; empty port: any free one.</summary>
internal sealed record PortBinding(string HostIp, string HostPort);
