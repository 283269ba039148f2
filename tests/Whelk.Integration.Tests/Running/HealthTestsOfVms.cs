using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class HealthTestsOfVms(SharedDaemon shared) : HealthTests(shared)
{
    protected override string Isolation => "vm";
}
