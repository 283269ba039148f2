using Whelk.Integration.Tests.Differential;
using Whelk.Integration.Tests.Faults;
using Whelk.Integration.Tests.OtherEngines;
using Whelk.Integration.Tests.Seccomp;
using Whelk.Integration.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Whelk.Integration.Tests.Support;

/// <summary>Begins with the classes that take minutes: begun last, they would run alone at the end while the other processors rest.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. new[] { typeof(KilledMonitorTests), typeof(KilledDaemonTests), typeof(DifferentialTests), typeof(SeccompVerdictTests), typeof(ManyWorkloadsTests), typeof(DockerdTests) }.Select(type => type.FullName!),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(PlaceOf).ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];

    // xunit names the collection of a class after it.
    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection => Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length;
}
