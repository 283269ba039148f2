using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class CopyTestsOfVms(SharedDaemon shared) : CopyTests(shared)
{
    protected override string Isolation => "vm";

    // Its links lead nowhere on the host whenever they are met.
    protected override int SwappedCopies => 4;
}
