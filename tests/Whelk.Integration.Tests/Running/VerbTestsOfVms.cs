using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class VerbTestsOfVms(SharedDaemon shared) : VerbTests(shared)
{
    protected override string Isolation => "vm";
}
