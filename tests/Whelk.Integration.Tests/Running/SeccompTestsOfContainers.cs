using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class SeccompTestsOfContainers(SharedDaemon shared) : SeccompTests(shared)
{
    protected override string Isolation => "container";
}
