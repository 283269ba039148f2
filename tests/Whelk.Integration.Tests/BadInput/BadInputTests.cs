using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.BadInput;

/// <summary>What is wrong is said in Docker's words, and nothing has changed then.</summary>
public sealed class BadInputTests(SharedDaemon shared)
{
    private PrivateDaemon Daemon => shared.Daemon;

    [Fact]
    public async Task Unknown_image_is_said_and_nothing_is_created()
    {
        var result = await Daemon.WhelkAsync("run", "--name", "of-nothing", "no/such:image", "true");

        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains("Unable to find image 'no/such:image' locally", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("of-nothing", await Daemon.DoAsync("ps", "-a", "--format", "{{.Names}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vmm", "invalid isolation 'vmm'")]
    [InlineData("auto", "isolation 'auto' needs the adviser")]
    public async Task Bad_isolation_word_is_refused(string word, string said)
    {
        var result = await Daemon.WhelkAsync("run", "--rm", "--isolation", word, "whelk/base", "true");

        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_runtime_is_refused()
    {
        var result = await Daemon.WhelkAsync("run", "--rm", "--runtime", "nosuch", "whelk/base", "true");

        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains("unknown or invalid runtime name: nosuch", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p", "99999:80", "99999")]
    [InlineData("-v", "no/path:/x", "includes invalid characters for a local volume name")]
    [InlineData("-m", "1m", "Minimum memory limit allowed is 6MB")]
    [InlineData("--cap-add", "NOSUCH", "unknown capability")]
    [InlineData("--user", "nosuch", "unable to find user nosuch")]
    [InlineData("--network", "nosuch", "network nosuch not found")]
    public async Task Bad_option_is_refused(string option, string value, string said)
    {
        foreach (var isolation in new[] { "container", "vm" })
        {
            var result = await Daemon.WhelkAsync("run", "--rm", "--isolation", isolation, option, value, "whelk/base", "true");

            Assert.Equal(125, result.Status.ShellCode);
            Assert.Contains(said, result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("kill")]
    [InlineData("logs")]
    [InlineData("rm")]
    public async Task Unknown_workload_is_said(string verb)
    {
        var result = await Daemon.WhelkAsync(verb, "nosuch");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains("No such container: nosuch", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vm_on_a_host_without_QEMU_says_what_is_missing()
    {
        await using var daemon = await PrivateDaemon.StartAsync(new Dictionary<string, string> { ["WHELK_QEMU"] = "/no/such/qemu" });

        var result = await daemon.WhelkAsync("run", "--rm", "--isolation", "vm", "whelk/base", "true");

        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains("isolation vm is not available on this host", result.Error, StringComparison.Ordinal);
        Assert.Contains("qemu", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("hi", await daemon.DoAsync("run", "--rm", "whelk/base", "echo", "hi"));
    }

    [Fact]
    public async Task Vm_on_a_host_without_a_guest_kernel_says_what_is_missing()
    {
        await using var daemon = await PrivateDaemon.StartAsync(new Dictionary<string, string> { ["WHELK_GUEST_DIR"] = "/no/such/folder" });

        var result = await daemon.WhelkAsync("run", "--rm", "--isolation", "vm", "whelk/base", "true");

        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains("guest kernel", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_daemons_on_one_root_is_refused_and_the_first_goes_on()
    {
        var socket = Path.Combine(Daemon.Folder, "second.sock");

        var second = await Program.RunAsync(Checkout.Built("whelk"), ["daemon", "--root", Daemon.Root, "--run", Path.Combine(Daemon.Folder, "run2"), "--host", $"unix://{socket}"]);

        Assert.Equal(1, second.Status.ShellCode);
        Assert.Contains($"another whelk daemon is running on {Daemon.Root}", second.Error, StringComparison.Ordinal);
        await Daemon.RunsBothAsync();
    }

    [Fact]
    public async Task Taken_socket_is_refused_and_its_owner_goes_on()
    {
        var folder = Path.Combine(Daemon.Folder, "other");

        var second = await Program.RunAsync(Checkout.Built("whelk"), ["daemon", "--root", Path.Combine(folder, "root"), "--run", Path.Combine(folder, "run"), "--host", Daemon.Host]);

        Assert.Equal(1, second.Status.ShellCode);
        Assert.Contains("address already in use", second.Error, StringComparison.Ordinal);
        await Daemon.RunsBothAsync();
    }

    [Fact]
    public async Task Socket_path_that_is_a_file_is_refused_and_kept()
    {
        var file = Path.Combine(Daemon.Folder, "a-file");
        await File.WriteAllTextAsync(file, "keep");

        var second = await Program.RunAsync(Checkout.Built("whelk"), ["daemon", "--root", Path.Combine(Daemon.Folder, "r3"), "--run", Path.Combine(Daemon.Folder, "n3"), "--host", $"unix://{file}"]);

        Assert.Equal(1, second.Status.ShellCode);
        Assert.Equal("keep", await File.ReadAllTextAsync(file));
    }
}
