using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>io.whelk.start: a machine starts as it is told, or not at all.</summary>
public sealed class StartWayTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Theory]
    [InlineData("cold", false, false)]
    [InlineData("clone", true, false)]
    [InlineData("waiting", true, true)]
    public async Task Machine_starts_in_the_way_that_is_named(string way, bool isClone, bool hasWaited)
    {
        await host.DoVmAsync("ready", way);
        await using var vm = await TestVm.StartAsync(host, way, Config(way).Starting(way));
        Assert.Equal((isClone, hasWaited), (await WarmHost.IsCloneAsync(vm), await WarmHost.HasWaitedAsync(vm)));
        Assert.Equal("in\n", (await vm.ExecAsync("echo", "in")).Output);
    }

    [Theory]
    [InlineData("clone", "io.whelk.start=clone: there is no template for such a machine")]
    [InlineData("waiting", "io.whelk.start=waiting: no machine waits for such a workload")]
    public async Task Way_that_a_machine_cannot_start_in_is_refused(string way, string reason)
    {
        using var scratch = new ScratchFolder();
        var id = $"{way}-shares";
        var config = Config(id).Starting(way);
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/data", Type = "bind", Source = scratch.Path, Options = ["rbind", "rw"] }] };
        var refused = await host.VmAsync("create", "--bundle", host.Bundle(id, config), id);
        Assert.Equal(1, refused.Status.ShellCode);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await host.VmAsync("state", id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_that_is_no_way_is_refused()
    {
        const string Reason = "io.whelk.start: 'tepid' is no way to start: give cold, clone, waiting";
        Assert.Contains(Reason, (await host.VmAsync("create", "--bundle", host.Bundle("tepid", Config("tepid").Starting("tepid")), "tepid")).Error, StringComparison.Ordinal);
        Assert.Contains(Reason, (await host.VmAsync("ready", "tepid")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Way_that_needs_a_keeper_is_refused_where_there_is_none()
    {
        await using var alone = new VmHost();
        await alone.InitializeAsync();
        Assert.Contains("io.whelk.start=clone: nobody keeps templates here", (await alone.VmAsync("ready", "clone")).Error, StringComparison.Ordinal);
        await alone.DoVmAsync("ready", "cold");
    }

    private RuntimeSpec Config(string id) => Configs.Of(host, id, Configs.Shell("cat")).WithImage(host);
}
