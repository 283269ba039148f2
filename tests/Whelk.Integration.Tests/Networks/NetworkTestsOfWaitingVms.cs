using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

public sealed class NetworkTestsOfWaitingVms(PoolDaemon pool) : NetworkTests(pool), IClassFixture<PoolDaemon>
{
    protected override string Isolation => "vm";
}
