namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>Both run at the same time, and nothing else does: an emulated host whose processor is taken away misses the bounds of its own checks, the one of KVM before all.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EmulatedHostCollection : ICollectionFixture<EmulatedHosts>
{
    public const string Name = "emulated host";
}
