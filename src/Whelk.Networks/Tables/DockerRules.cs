using System.Text.RegularExpressions;
using Whelk.Linux.Nftables;

namespace Whelk.Networks.Tables;

/// <summary>
/// Where Docker runs, its FORWARD policy is drop, and a drop in any table wins over an accept of ours. DOCKER-USER is the chain that
/// Docker leaves to others. Rules made by iptables-legacy are not seen here.
/// </summary>
internal static partial class DockerRules
{
    private const string Chain = "chain ip filter DOCKER-USER";

    /// <summary>Lets a bridge's traffic pass, once; without Docker nothing happens.</summary>
    internal static async Task AddAsync(string bridge, CancellationToken cancellationToken)
    {
        var listing = await Nft.TryListAsync(Chain, cancellationToken);
        if (listing is not null && !listing.Contains($"\"{bridge}\"", StringComparison.Ordinal))
        {
            await Nft.LoadAsync(
                $"""
                insert rule ip filter DOCKER-USER iifname "{bridge}" counter accept
                insert rule ip filter DOCKER-USER oifname "{bridge}" counter accept

                """,
                cancellationToken);
        }
    }

    /// <summary>Takes the rules back; idempotent.</summary>
    internal static async Task RemoveAsync(string bridge, CancellationToken cancellationToken)
    {
        var listing = await Nft.TryListAsync(Chain, cancellationToken) ?? string.Empty;
        var handles = listing.Split('\n')
            .Where(line => line.Contains($"\"{bridge}\"", StringComparison.Ordinal))
            .Select(line => Handle().Match(line).Groups["number"].Value)
            .Where(handle => handle.Length > 0)
            .ToList();
        if (handles.Count > 0)
        {
            await Nft.LoadAsync(string.Concat(handles.Select(handle => $"delete rule ip filter DOCKER-USER handle {handle}\n")), cancellationToken);
        }
    }

    /// <summary>Those of the bridges that have rules here.</summary>
    internal static async Task<IReadOnlyList<string>> NamedAsync(IReadOnlyList<string> bridges, CancellationToken cancellationToken)
    {
        var listing = await Nft.TryListAsync(Chain, cancellationToken) ?? string.Empty;
        return [.. bridges.Where(bridge => listing.Contains($"\"{bridge}\"", StringComparison.Ordinal))];
    }

    [GeneratedRegex("# handle (?<number>[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Handle();
}
