using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class SeccompTestsOfVms(SharedDaemon shared) : SeccompTests(shared)
{
    protected override string Isolation => "vm";
}
