using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Clients;

public sealed class DockerVersionTests(SharedDaemon shared)
{
    [Fact]
    public async Task Docker_version_shows_both_sides()
    {
        var result = await shared.Daemon.DockerAsync("version");

        Assert.Equal(0, result.Status.ShellCode);
        Assert.Contains("Server: Whelk", result.Output, StringComparison.Ordinal);
        Assert.Contains("1.45", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_inside_is_the_hosts_for_containers_and_the_guests_for_vms()
    {
        var host = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim();
        var guest = (await File.ReadAllTextAsync(Checkout.Built("guest/release"))).Trim();

        Assert.Equal(host, await shared.Daemon.DoAsync("run", "--rm", "whelk/base", "uname", "-r"));
        Assert.Equal(guest, await shared.Daemon.DoAsync("run", "--rm", "--isolation", "vm", "whelk/base", "uname", "-r"));
    }
}
