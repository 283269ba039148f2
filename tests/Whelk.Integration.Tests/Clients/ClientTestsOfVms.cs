using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class ClientTestsOfVms(SharedDaemon shared) : ClientTests(shared)
{
    protected override string Isolation => "vm";

    protected override string Runtime => "whelk-vm";
}
