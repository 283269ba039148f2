using System.Globalization;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Files that are larger than what the daemon may take: they go through it piece by piece.</summary>
public sealed class LargeCopyTests
{
    private const int MostThatMayBeAdded = 64 * 1024;

    [Theory]
    [InlineData("container", 500)]
    [InlineData("vm", 200)]
    public async Task Large_file_goes_in_and_out_without_the_daemon_growing(string isolation, int mebibytes)
    {
        var bytes = (long)mebibytes << 20;
        await using var daemon = await PrivateDaemon.StartAsync();
        var source = Path.Combine(daemon.Folder, "large");
        await using (var file = File.Create(source))
        {
            file.SetLength(bytes);
        }

        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "copied", "whelk/base", "sleep", "1000");
        var before = Peak(daemon);
        await daemon.DoAsync("cp", source, "copied:/large");
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), await daemon.DoAsync("exec", "copied", "stat", "-c", "%s", "/large"));
        var target = Path.Combine(daemon.Folder, "back");
        await daemon.DoAsync("cp", "copied:/large", target);

        Assert.Equal(bytes, new FileInfo(target).Length);
        Assert.True(Peak(daemon) - before < MostThatMayBeAdded, $"the daemon held {before} KiB before and {Peak(daemon)} after: {Memory(daemon)}");
    }

    /// <summary>The most that the daemon has had in memory, in KiB.</summary>
    private static long Peak(PrivateDaemon daemon) => long.Parse(
        Status(daemon).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static string Memory(PrivateDaemon daemon) =>
        string.Join(", ", Status(daemon).Where(line => line.StartsWith("Vm", StringComparison.Ordinal) || line.StartsWith("Rss", StringComparison.Ordinal)));

    private static IEnumerable<string> Status(PrivateDaemon daemon) => File.ReadLines($"/proc/{daemon.Pid}/status");
}
