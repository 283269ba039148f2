using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.RealImages;

[Collection(DebianCollection.Name)]
public sealed class DebianTestsOfContainers(SharedDaemon shared) : DebianTests(shared)
{
    protected override string Isolation => "container";
}
