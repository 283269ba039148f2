using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class DockerTestsOfContainers(SharedDaemon shared) : DockerTests(shared)
{
    protected override string Isolation => "container";

    protected override IReadOnlyList<string[]> Choices => [[], ["--isolation", "container"], ["--runtime", "crun"], ["--runtime", "runc"]];
}
