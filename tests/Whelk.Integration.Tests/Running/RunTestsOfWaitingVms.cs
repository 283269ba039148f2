using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class RunTestsOfWaitingVms(PoolDaemon pool) : RunTests(pool), IClassFixture<PoolDaemon>
{
    protected override string Isolation => "vm";

    protected override int ManyRuns => 1;
}
