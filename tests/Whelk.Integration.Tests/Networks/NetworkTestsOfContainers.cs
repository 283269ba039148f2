using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

public sealed class NetworkTestsOfContainers(SharedDaemon shared) : NetworkTests(shared)
{
    protected override string Isolation => "container";
}
