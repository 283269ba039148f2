using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Names;

public sealed class NameTestsOfVms(SharedDaemon shared) : NameTests(shared)
{
    protected override string Isolation => "vm";
}
