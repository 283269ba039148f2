namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>Emulating a host takes all processors there are: it runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EmulatedHostCollection
{
    public const string Name = "emulated host";
}
