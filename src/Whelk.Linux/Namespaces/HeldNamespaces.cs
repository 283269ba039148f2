using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Namespaces;

/// <summary>
/// A user namespace, and a network namespace that belongs to it, held by a process that does nothing; it ends with this object, or with whoever made it. A process with
/// threads cannot make a user namespace itself. user_namespaces(7).
/// </summary>
public sealed class HeldNamespaces : IAsyncDisposable
{
    private readonly HoldingProcess _process;

    private HeldNamespaces(HoldingProcess process) => _process = process;

    /// <summary>The user namespace, for as long as this is held.</summary>
    public string User => PathOf("user");

    /// <summary>The network namespace, for as long as this is held; nothing is in it but a loopback interface that is down.</summary>
    public string Network => PathOf("net");

    /// <summary>Makes them.</summary>
    /// <param name="spawn">The program `spawn` (src/native/spawn.c).</param>
    /// <param name="ids">The users and groups of the user namespace.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <exception cref="WhelkException">Unavailable: the kernel says why.</exception>
    public static async Task<HeldNamespaces> CreateAsync(string spawn, IdRange ids, CancellationToken cancellationToken)
    {
        var flags = (Libc.CLONE_NEWUSER | Libc.CLONE_NEWNET).ToString("x", CultureInfo.InvariantCulture);
        var held = new HeldNamespaces(await HoldingProcess.StartAsync("make a user namespace", [spawn, "--unshare", flags, "--"], cancellationToken));
        try
        {
            held.Map(ids);
            return held;
        }
        catch (Exception)
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets go of them; what has entered them, or pinned one, keeps them.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // One write each: the kernel takes no second.
    private void Map(IdRange ids)
    {
        foreach (var file in (ReadOnlySpan<string>)["uid_map", "gid_map"])
        {
            using var map = Descriptor.Open($"/proc/{_process.Pid}/{file}", write: true);
            RandomAccess.Write(map, System.Text.Encoding.ASCII.GetBytes($"0 {ids.Start} {ids.Size}\n"), 0);
        }
    }

    private string PathOf(string kind) => $"/proc/{_process.Pid.ToString(CultureInfo.InvariantCulture)}/ns/{kind}";
}
