using Whelk.Cli.Attach;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>What `exec` was asked to do.</summary>
internal sealed record ExecRequest
{
    public required string Container { get; init; }

    public required ExecConfig Config { get; init; }

    public required StreamOptions Streams { get; init; }

    /// <summary>Whether not to wait for the command.</summary>
    public bool Detach { get; init; }
}
