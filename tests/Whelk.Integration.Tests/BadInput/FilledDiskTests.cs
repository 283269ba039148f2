using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.BadInput;

/// <summary>No block is left below --root: each operation works or says why not, leaves nothing half made, and all works once there is room again.</summary>
public sealed class FilledDiskTests
{
    private const string NoSpace = "no space left on device";

    [Theory]
    [InlineData("container")]
    [InlineData("vm")]
    public async Task Every_operation_on_a_full_disk_is_done_or_refused_with_the_reason_and_works_once_there_is_room(string isolation)
    {
        await using var disk = await SmallDisk.MountAsync(sizeMiB: 32);
        await using var daemon = await PrivateDaemon.StartAsync(root: disk.Folder);
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "lives", "whelk/base", "sh", "-c", "while :; do echo line; sleep 1; done");
        await daemon.DoAsync("create", "--isolation", isolation, "--name", "waits", "whelk/base", "sleep", "1000");
        var large = Path.Combine(daemon.Folder, "large");
        await File.WriteAllBytesAsync(large, new byte[1 << 20]);
        var archive = Path.Combine(daemon.Folder, "large.tar");
        await using (var tar = new System.Formats.Tar.TarWriter(File.Create(archive)))
        {
            await tar.WriteEntryAsync(large, "large");
        }

        var ballast = Fill(disk.Folder);
        try
        {
            await AskForAllAsync(daemon, isolation, large, archive);
        }
        finally
        {
            File.Delete(ballast);
        }

        await WorksAsync(daemon, isolation, large, archive);
    }

    private static async Task AskForAllAsync(PrivateDaemon daemon, string isolation, string large, string archive)
    {
        // A machine whose guest writes what its disk has no room for stands still until there is some (FullDiskTests), and a copy into it with it.
        string[][] copy = isolation == "vm" ? [] : [["cp", large, "lives:/large"]];
        string[][] operations =
        [
            ["create", "--isolation", isolation, "--name", "made", "whelk/base", "sleep", "1000"],
            ["start", "waits"],
            ["volume", "create", "volume"],
            ["run", "-d", "--isolation", isolation, "--name", "run", "-v", "fresh:/data", "whelk/base", "sleep", "1000"],
            ["import", archive, "large"],
            .. copy,
            ["network", "create", "own"],
            ["rename", "lives", "lives-on"],
            ["rename", "lives-on", "lives"],
            ["update", "--restart", "always", "waits"],
            ["tag", "whelk/base", "other"],
        ];
        foreach (var words in operations)
        {
            var result = await daemon.WhelkAsync(words);
            Assert.True(result.Status.Succeeded || result.Error.Contains(NoSpace, StringComparison.OrdinalIgnoreCase) || result.Error.Contains("No such container: lives-on", StringComparison.Ordinal), $"{string.Join(' ', words)}: {result.Status.ShellCode}: {result.Error}");
        }

        Assert.Equal("in", await daemon.DoAsync("exec", "lives", "echo", "in"));
        Assert.Equal("running", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", "lives"));
    }

    private static async Task WorksAsync(PrivateDaemon daemon, string isolation, string large, string archive)
    {
        var lines = (await daemon.DoAsync("logs", "lives")).Length;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await daemon.DoAsync("logs", "lives")).Length <= lines)
        {
            bound.Token.ThrowIfCancellationRequested();
        }

        var halfMade = JsonNode.Parse(await daemon.DoAsync("doctor", "--repair", "--format", "json"))!["Checks"]!.AsArray();
        Assert.Equal("none", string.Join("; ", halfMade.Select(check => check!["Detail"]!.GetValue<string>())));
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Equal("running", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", "lives"));
        await daemon.DoAsync("start", "waits");
        await daemon.DoAsync("cp", large, "lives:/large");
        await daemon.DoAsync("import", archive, "large");
        await daemon.DoAsync("volume", "create", "volume");
        await daemon.DoAsync("run", "--rm", "--isolation", isolation, "-v", "fresh:/data", "whelk/base", "true");
    }

    /// <summary>Takes every block.</summary>
    private static string Fill(string folder)
    {
        var path = Path.Combine(folder, "ballast");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 1 << 20, 1 << 12, 1 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[piece]);
                    file.Flush(flushToDisk: true);
                }
            }
            catch (IOException)
            {
                // No piece of this size fits.
            }
        }

        return path;
    }
}
