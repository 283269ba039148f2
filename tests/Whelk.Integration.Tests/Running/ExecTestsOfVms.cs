using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class ExecTestsOfVms(SharedDaemon shared) : ExecTests(shared)
{
    protected override string Isolation => "vm";
}
