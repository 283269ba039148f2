using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class PortTestsOfContainers(SharedDaemon shared) : PortTests(shared)
{
    protected override string Isolation => "container";
}
