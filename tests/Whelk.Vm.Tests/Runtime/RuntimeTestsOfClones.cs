using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

public sealed class RuntimeTestsOfClones(WarmHost host) : RuntimeTests(host), IClassFixture<WarmHost>
{
    protected override string Form => "clone";

    [Fact]
    public async Task Machines_here_are_clones()
    {
        await using var vm = await TestVm.StartAsync(Host, "clone-is", await ConfigAsync("clone-is", Configs.Shell("cat")));
        Assert.True(await WarmHost.IsCloneAsync(vm));
    }

    private protected override Task<RuntimeSpec> WithRootAsync(RuntimeSpec config) => Task.FromResult(config.WithImage(Host));
}
