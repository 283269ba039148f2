namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>It runs alone: an emulated host whose processor is taken away misses the bounds of its own checks, the one of KVM before all.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EmulatedHostCollection
{
    public const string Name = "emulated host";
}
