using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class AttachTestsOfContainers(SharedDaemon shared) : AttachTests(shared)
{
    protected override string Isolation => "container";
}
