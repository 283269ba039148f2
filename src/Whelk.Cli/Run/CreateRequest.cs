using Whelk.Cli.Wire;

namespace Whelk.Cli.Run;

/// <summary>What the command line asks for.</summary>
/// <param name="Config">The body of the request.</param>
/// <param name="Name">The workload's name, or null for one of the daemon's choice.</param>
/// <param name="MayPull">Whether a missing image may be fetched.</param>
/// <param name="Quiet">Whether to say nothing about fetching.</param>
internal sealed record CreateRequest(ContainerConfig Config, string? Name, bool MayPull, bool Quiet);
