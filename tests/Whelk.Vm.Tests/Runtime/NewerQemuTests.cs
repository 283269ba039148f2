using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Another QEMU than this machine's, of three years later: every way in which a machine starts, its disks, shares and card.</summary>
public sealed class NewerQemuTests(NewerQemuHost host) : IClassFixture<NewerQemuHost>
{
    [Fact]
    public async Task It_is_newer() => Assert.Contains("version 10.", await NewerQemuHost.VersionAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task Machines_wait_are_clones_and_keep_their_disk()
    {
        await host.Words.UntilAsync("ready");
        using var network = await TwoNamespaces.CreateAsync(host.Folder);
        var scratch = Path.Combine(host.Folder, "newer", "scratch");
        await using (var waited = await TestVm.StartAsync(host, "waited", Config("waited", $"echo kept > /kept; ping -c1 -W10 {TwoNamespaces.FarAddress} > /dev/null && echo pinged; read word; exit 7", scratch, network)))
        {
            Assert.True(await WarmHost.HasWaitedAsync(waited));
            Assert.Equal("pinged\n", await waited.Output.UntilAsync("\n"));
            Assert.Equal("kept\n", (await waited.ExecAsync("cat", "/kept")).Output);
            await using var clone = await TestVm.StartAsync(host, "clone", Config("clone", "echo up; cat"));
            Assert.Equal("up\n", await clone.Output.UntilAsync("\n"));
            Assert.True(await WarmHost.IsCloneAsync(clone));
            await host.DoVmAsync("pause", "clone");
            await host.DoVmAsync("resume", "clone");
            Assert.Equal("still\n", (await clone.ExecAsync("echo", "still")).Output);
            waited.CloseInput();
            Assert.Equal(7, (await waited.EndAsync()).ShellCode);
        }

        Assert.Equal("kept\n", (await RunAsync(Config("after", "cat /kept", scratch))).Output);
    }

    [Fact]
    public async Task Machines_that_boot_share_folders()
    {
        var (written, read) = (Folder("written"), Folder("read"));
        await File.WriteAllTextAsync(Path.Combine(read, "f"), "read\n");
        var config = Config("sharing", "cat /ro/f; echo guest > /rw/f; chown 3:4 /rw/f; chmod 600 /rw/f; mkfifo /rw/fifo; echo x > /ro/f || echo kept; exit 3");
        var result = await RunAsync(config with { Mounts = [.. DefaultMounts.All, Bind(written, "/rw", "rw"), Bind(read, "/ro", "ro")] }, "sharing");
        Assert.True(result.Status.ShellCode == 3, result.Error);
        Assert.Equal("read\nkept\n", result.Output);
        Assert.Equal("600 3 4", (await VmHost.DoAsync("/usr/bin/stat", "-c", "%a %u %g", Path.Combine(written, "f"))).Trim());
        var nine = await RunAsync(Config("nine", "cat /ro/f; grep -c ' /ro 9p ' /proc/mounts") with { Mounts = [.. DefaultMounts.All, Bind(read, "/ro", "ro")] }, "nine");
        Assert.Equal("read\n1\n", nine.Output);
    }

    [Fact]
    public async Task Root_of_another_engine_is_a_folder()
    {
        var config = Configs.Of(host, "folder", Configs.Shell("echo in > /out; uname -r; exit 5")) with { Root = new RootSpec { Path = await host.NewRootFolderAsync() } };
        var result = await RunAsync(config, "folder");
        Assert.True(result.Status.ShellCode == 5, result.Error);
        Assert.Equal("in\n", await File.ReadAllTextAsync(Path.Combine(config.Root!.Path, "out")));
    }

    private static MountSpec Bind(string source, string destination, string option) => new() { Destination = destination, Type = "bind", Source = source, Options = ["rbind", option] };

    private RuntimeSpec Config(string id, string script, string? scratch = null, TwoNamespaces? network = null)
    {
        var config = Configs.Of(host, id, Configs.Shell(script)).WithImage(host, scratch);
        return network is null ? config : config.WithNetwork(network);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(host.Folder, name)).FullName;

    private Task<Linux.Processes.CommandResult> RunAsync(RuntimeSpec config, string id = "after") => host.VmAsync("run", "--bundle", host.Bundle(id, config), id);
}
