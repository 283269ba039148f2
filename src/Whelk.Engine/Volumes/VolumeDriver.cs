using System.Security.Cryptography;
using System.Text;
using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Volumes;

/// <summary>The options of the driver "local": what mount(8) is given (moby, volume/local).</summary>
internal static class VolumeDriver
{
    // Of a server that does not answer.
    private static readonly TimeSpan MountBound = TimeSpan.FromSeconds(60);

    private static readonly string[] Known = ["type", "device", "o", "size"];

    /// <param name="name">The volume's, for the message.</param>
    /// <param name="options">As asked for.</param>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    internal static void Check(string name, IReadOnlyDictionary<string, string> options)
    {
        var problem = options.Keys.FirstOrDefault(option => !Known.Contains(option)) is { } unknown ? $"invalid option: \"{unknown}\""
            : options.ContainsKey("size") ? "quota size requested but no quota support"
            : options.Count > 0 && !options.ContainsKey("device") ? "missing required option: \"device\""
            : options.Count > 0 && !options.ContainsKey("type") ? "missing required option: \"type\""
            : options.Values.Any(value => value.Contains('\0')) ? "invalid option"
            : null;
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"create {name}: {problem}");
        }
    }

    /// <summary>What the mount of a volume is called: short, whatever the volume's name.</summary>
    internal static string MountName(string volume) => $"vol-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(volume)))[..16]}";

    /// <exception cref="WhelkException">Unavailable: mount(8) says why.</exception>
    internal static async Task MountAsync(IReadOnlyDictionary<string, string> options, string target)
    {
        using var bound = new CancellationTokenSource(MountBound);
        var words = options.TryGetValue("o", out var given) && given.Length > 0 ? (IReadOnlyList<string>)["-o", given] : [];
        try
        {
            var result = await ChildProcess.RunAsync(new SpawnOptions { Path = "/bin/mount", Arguments = ["-t", options["type"] is { Length: > 0 } type ? type : "none", .. words, "--", options["device"], target] }, bound.Token);
            if (!result.Status.Succeeded)
            {
                throw Failed(target, result.Error.Trim());
            }
        }
        catch (OperationCanceledException)
        {
            throw Failed(target, $"no answer within {MountBound.TotalSeconds} s");
        }
    }

    private static WhelkException Failed(string target, string reason) => new(ErrorCode.Unavailable, $"error while mounting volume '{target}': failed to mount local volume: {reason}");
}
