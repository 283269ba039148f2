using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class VerbTestsOfContainers(SharedDaemon shared) : VerbTests(shared)
{
    protected override string Isolation => "container";
}
