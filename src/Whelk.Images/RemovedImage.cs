using Whelk.Oci.Digests;
using Whelk.Oci.References;

namespace Whelk.Images;

/// <summary>What a removal did, in its order: a name that is gone, or an image that is gone.</summary>
/// <param name="Untagged">The name; null in a record of a deletion.</param>
/// <param name="Deleted">The id; null in a record of an untagging.</param>
public sealed record RemovedImage(ImageReference? Untagged, Digest? Deleted);
