using Whelk.Errors;
using Whelk.Networks.Tables;

namespace Whelk.Advice.Doctor;

/// <summary>Whether nftables takes a network's rules: by loading them in a namespace of their own.</summary>
internal static class PacketFilterCheck
{
    private const string Name = "nftables";

    internal static async Task<HostCheck> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RuleSetTrial.RunAsync(cancellationToken);
            return HostCheck.Ok(Name, "a network's rules were loaded in a namespace made for it");
        }
        catch (WhelkException exception)
        {
            return HostCheck.Fail(Name, exception.Message, "apt-get install nftables, on a kernel with nf_tables, nft_nat, nft_masq and nft_fib (modprobe nf_tables)");
        }
    }
}
