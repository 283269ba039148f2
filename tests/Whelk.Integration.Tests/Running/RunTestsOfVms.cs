using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class RunTestsOfVms(SharedDaemon shared) : RunTests(shared)
{
    protected override string Isolation => "vm";

    protected override int ManyRuns => 1;
}
