using System.Text;
using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Nftables;

/// <summary>The nft command, for rules; map elements go through <see cref="NftTransaction"/>. nft(8).</summary>
public static class Nft
{
    private static readonly string[] Places = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft", "/usr/local/sbin/nft"];

    /// <summary>Loads a script: all of it or nothing.</summary>
    /// <exception cref="WhelkException">Unavailable: nft is not installed. Internal: nft refused it, with nft's first words.</exception>
    public static async Task LoadAsync(string script, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["-f", "-"], script, cancellationToken);
        if (!result.Status.Succeeded)
        {
            throw new WhelkException(ErrorCode.Internal, $"nft: {result.Error.Trim()}");
        }
    }

    /// <summary>Lists something with its rules' handles (`chain ip filter DOCKER-USER`), or null if it is not there.</summary>
    public static async Task<string?> TryListAsync(string subject, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["-a", "list", .. subject.Split(' ')], string.Empty, cancellationToken);
        return result.Status.Succeeded ? result.Output : null;
    }

    private static Task<CommandResult> RunAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        var path = Array.Find(Places, File.Exists)
            ?? throw new WhelkException(ErrorCode.Unavailable, "nft is not installed: published ports and the bridge need it (package nftables)");
        return CommandRunner.RunAsync(new SpawnOptions { Path = path, Arguments = arguments }, Encoding.UTF8.GetBytes(input), cancellationToken);
    }
}
