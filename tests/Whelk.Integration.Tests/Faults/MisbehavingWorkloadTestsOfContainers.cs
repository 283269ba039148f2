using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

public sealed class MisbehavingWorkloadTestsOfContainers(SharedDaemon shared) : MisbehavingWorkloadTests(shared)
{
    protected override string Isolation => "container";
}
