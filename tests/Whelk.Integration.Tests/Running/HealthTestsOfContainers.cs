using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class HealthTestsOfContainers(SharedDaemon shared) : HealthTests(shared)
{
    protected override string Isolation => "container";
}
