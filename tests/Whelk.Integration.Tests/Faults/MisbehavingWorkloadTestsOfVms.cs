using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

public sealed class MisbehavingWorkloadTestsOfVms(SharedDaemon shared) : MisbehavingWorkloadTests(shared)
{
    protected override string Isolation => "vm";
}
