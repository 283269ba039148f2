using System.Net;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Nftables;

namespace Whelk.Networks.Tables;

/// <summary>Tries whether this kernel and this nft take the rules that a network is made of.</summary>
public static class RuleSetTrial
{
    /// <summary>Loads them in a network namespace that is made for it and goes with it: the host's own rules are not touched.</summary>
    /// <exception cref="Errors.WhelkException">Unavailable: nft is not installed. Internal: what it said.</exception>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var thread = NamespaceThread.InNewNetwork();
        var rules = RuleSet.Text(new NetworkNames("/"), IPNetwork.Parse("10.0.0.0/24"), IPAddress.Parse("10.0.0.1"), new IPEndPoint(IPAddress.Parse("10.0.0.1"), 53), [], []);

        // nft is started, and so takes the namespace over, before the call returns.
        await thread.Run(() => Nft.LoadAsync(rules, cancellationToken));
    }
}
