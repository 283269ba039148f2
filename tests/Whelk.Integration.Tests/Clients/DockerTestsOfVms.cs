using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class DockerTestsOfVms(SharedDaemon shared) : DockerTests(shared)
{
    protected override string Isolation => "vm";

    protected override IReadOnlyList<string[]> Choices => [["--isolation", "vm"], ["--runtime", "whelk-vm"]];
}
