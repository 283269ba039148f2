using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class VolumeTestsOfContainers(SharedDaemon shared) : VolumeTests(shared)
{
    protected override string Isolation => "container";
}
