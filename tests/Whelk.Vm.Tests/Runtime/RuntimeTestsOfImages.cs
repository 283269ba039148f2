using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;

namespace Whelk.Vm.Tests.Runtime;

public sealed class RuntimeTestsOfImages(VmHost host) : RuntimeTests(host)
{
    protected override string Form => "image";

    private protected override Task<RuntimeSpec> WithRootAsync(RuntimeSpec config) => Task.FromResult(config.WithImage(Host));
}
