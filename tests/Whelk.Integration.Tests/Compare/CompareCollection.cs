namespace Whelk.Integration.Tests.Compare;

/// <summary>What measures runs alone: other tests would be measured with it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CompareCollection : ICollectionFixture<TwoComparisons>
{
    public const string Name = "compare";
}
