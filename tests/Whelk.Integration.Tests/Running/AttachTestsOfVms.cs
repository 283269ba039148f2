using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class AttachTestsOfVms(SharedDaemon shared) : AttachTests(shared)
{
    protected override string Isolation => "vm";
}
