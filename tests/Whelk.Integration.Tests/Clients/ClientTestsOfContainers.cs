using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class ClientTestsOfContainers(SharedDaemon shared) : ClientTests(shared)
{
    protected override string Isolation => "container";

    protected override string Runtime => "crun";
}
