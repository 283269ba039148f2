using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class WebSocketTestsOfContainers(SharedDaemon shared) : WebSocketTests(shared)
{
    protected override string Isolation => "container";
}
