namespace Whelk.Integration.Tests.Compare;

/// <summary>What measures runs alone: other tests would be measured with it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CompareCollection : ICollectionFixture<MovedComparisons>
{
    public const string Name = "compare";
}
