using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class RunTestsOfContainers(SharedDaemon shared) : RunTests(shared)
{
    protected override string Isolation => "container";

    protected override int ManyRuns => 20;
}
