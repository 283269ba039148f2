using Whelk.Integration.Tests.Support;
using Whelk.Linux.Cgroups;
using Whelk.Networks;

namespace Whelk.Integration.Tests.Faults;

/// <summary>What must hold after something was killed, whatever it was and whenever.</summary>
internal static class Aftermath
{
    /// <summary>The workload is gone, or in a state that is true and that can be gone on from; once it is removed nothing is left of it, and its name can be used.</summary>
    internal static async Task CheckAsync(PrivateDaemon daemon, string name, string when)
    {
        var all = await daemon.DoAsync("ps", "-a", "--format", "{{.Names}}");
        if (all.Length > 0)
        {
            Assert.Equal(name, all);
            if (await SettledAsync(daemon, name, when) != "running")
            {
                await daemon.DoAsync("start", name);
            }

            Assert.Equal("in", await daemon.DoAsync("exec", name, "echo", "in"));
            await daemon.DoAsync("rm", "-f", name);
        }

        // Files go after the answer to a removal.
        List<string> left = [];
        await UntilAsync(() => Task.FromResult((left = Left(daemon)).Count == 0), () => $"{when}: left behind: {string.Join(", ", left)}");
    }

    /// <summary>Its state, once that it runs can be believed: the daemon hears of a monitor's end a moment later.</summary>
    private static async Task<string> SettledAsync(PrivateDaemon daemon, string name, string when)
    {
        var status = string.Empty;
        await UntilAsync(
            async () => (status = await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", name)) is "created" or "exited" || (status == "running" && (await daemon.WhelkAsync("exec", name, "true")).Status.Succeeded),
            () => $"{when}: it is {status}, and does not answer");
        return status;
    }

    private static async Task UntilAsync(Func<Task<bool>> reached, Func<string> otherwise)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await reached())
        {
            Assert.False(bound.IsCancellationRequested, otherwise());
            await Task.Yield();
        }
    }

    private static List<string> Left(PrivateDaemon daemon) =>
    [
        .. new[] { Path.Combine(daemon.Root, "workloads"), Path.Combine(daemon.Run, "w"), Path.Combine(daemon.Run, "rt", "crun"), Path.Combine(daemon.Run, "rt", "whelk-vm") }
            .Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Where(folder => Path.GetFileName(folder)[0] != '.'),
        .. Cgroup.Existing($"/{new NetworkNames(daemon.Root).Table}").Directories.SelectMany(Directory.EnumerateDirectories).Where(folder => !Path.GetFileName(folder).StartsWith("probe-", StringComparison.Ordinal)),
    ];
}
