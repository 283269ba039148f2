using Whelk.Networks.Endpoints;

namespace Whelk.Engine.Networks;

/// <summary>Where a running workload is: its network namespace, and the networks that it is in. Immutable, replaced whole.</summary>
/// <param name="NamespacePath">The file of the namespace; null for the host's.</param>
/// <param name="Joined">In the order of its interfaces.</param>
public sealed record NetworkPlace(string? NamespacePath, IReadOnlyList<JoinedNetwork> Joined)
{
    /// <summary>
    /// Where its default route leads, its published ports lead to, and its names are asked for: as with Docker the first by name among the networks that lead out.
    /// </summary>
    public Endpoint? Main => Joined.Count switch
    {
        0 => null,
        1 => Joined[0].Endpoint,
        _ => Joined.OrderByDescending(one => one.Endpoint.HasWayOut).ThenBy(one => one.Attachment.Name, StringComparer.Ordinal).First().Endpoint,
    };

    internal JoinedNetwork? In(string network) => Joined.FirstOrDefault(one => one.Attachment.Network == network);
}
