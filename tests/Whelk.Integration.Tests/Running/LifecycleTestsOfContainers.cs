using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class LifecycleTestsOfContainers(SharedDaemon shared) : LifecycleTests(shared)
{
    protected override string Isolation => "container";
}
