using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class ExecTestsOfContainers(SharedDaemon shared) : ExecTests(shared)
{
    protected override string Isolation => "container";
}
