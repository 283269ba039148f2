namespace Whelk.Integration.Tests.RealImages;

/// <summary>One image for both isolations' tests.</summary>
[CollectionDefinition(Name)]
public sealed class DebianCollection : ICollectionFixture<DebianImage>
{
    internal const string Name = "Debian";
}
