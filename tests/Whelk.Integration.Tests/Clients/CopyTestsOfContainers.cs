using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class CopyTestsOfContainers(SharedDaemon shared) : CopyTests(shared)
{
    protected override string Isolation => "container";

    protected override int SwappedCopies => 20;
}
