using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Names;

public sealed class NameTestsOfContainers(SharedDaemon shared) : NameTests(shared)
{
    protected override string Isolation => "container";
}
