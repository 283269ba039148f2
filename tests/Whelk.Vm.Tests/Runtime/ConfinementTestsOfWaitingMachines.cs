using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Machines that were somebody else's child before they had a workload.</summary>
public sealed class ConfinementTestsOfWaitingMachines(PoolHost host) : ConfinementTests(host), IClassFixture<PoolHost>
{
    /// <inheritdoc/>
    private protected override Task<TestVm> CreateAsync(string id, RuntimeSpec config) => ((PoolHost)Host).CreateWaitingAsync(id, config);
}
