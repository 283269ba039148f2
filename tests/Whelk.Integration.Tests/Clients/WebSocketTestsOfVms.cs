using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class WebSocketTestsOfVms(SharedDaemon shared) : WebSocketTests(shared)
{
    protected override string Isolation => "vm";
}
