using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

public sealed class RuntimeTestsOfClones(WarmHost host) : RuntimeTests(host), IClassFixture<WarmHost>
{
    protected override string Form => "clone";

    private protected override Task<RuntimeSpec> WithRootAsync(RuntimeSpec config) => Task.FromResult(config.WithImage(Host));
}
