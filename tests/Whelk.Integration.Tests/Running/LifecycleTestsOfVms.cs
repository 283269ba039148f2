using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class LifecycleTestsOfVms(SharedDaemon shared) : LifecycleTests(shared)
{
    protected override string Isolation => "vm";
}
