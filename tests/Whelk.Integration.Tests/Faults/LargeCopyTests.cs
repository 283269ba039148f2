using System.Globalization;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Files that are larger than what the daemon may take: they go through it piece by piece.</summary>
public sealed class LargeCopyTests
{
    private const int MostThatMayBeHeld = 96 * 1024;

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
        await daemon.DoAsync("cp", source, "copied:/large");
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), await daemon.DoAsync("exec", "copied", "stat", "-c", "%s", "/large"));
        var target = Path.Combine(daemon.Folder, "back");
        await daemon.DoAsync("cp", "copied:/large", target);

        Assert.Equal(bytes, new FileInfo(target).Length);
        Assert.True(PeakKibibytes(daemon) < MostThatMayBeHeld, $"the daemon held {PeakKibibytes(daemon)} KiB");
    }

    private static long PeakKibibytes(PrivateDaemon daemon) => long.Parse(
        File.ReadLines($"/proc/{daemon.Pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
