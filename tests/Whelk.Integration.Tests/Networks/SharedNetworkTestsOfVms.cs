using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

public sealed class SharedNetworkTestsOfVms(SharedDaemon shared) : SharedNetworkTests(shared)
{
    protected override string Isolation => "vm";

    protected override int FirstPort => 28330;
}
