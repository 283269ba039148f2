using System.Collections.Immutable;
using Whelk.Oci.Digests;

namespace Whelk.Images.Storage;

/// <summary>All that the store knows; never changed, only replaced.</summary>
internal sealed record StoreContent
{
    public static StoreContent Empty { get; } = new();

    /// <summary>By id; their References are filled in when they are asked for.</summary>
    public ImmutableDictionary<Digest, Image> Images { get; init; } = ImmutableDictionary<Digest, Image>.Empty;

    /// <summary>Ids by full names.</summary>
    public ImmutableDictionary<string, Digest> References { get; init; } = ImmutableDictionary<string, Digest>.Empty;
}
