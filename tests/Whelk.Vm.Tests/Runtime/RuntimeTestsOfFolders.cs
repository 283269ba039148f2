using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;

namespace Whelk.Vm.Tests.Runtime;

public sealed class RuntimeTestsOfFolders(VmHost host) : RuntimeTests(host)
{
    protected override string Form => "folder";

    private protected override async Task<RuntimeSpec> WithRootAsync(RuntimeSpec config) => config with { Root = new RootSpec { Path = await Host.NewRootFolderAsync() } };
}
