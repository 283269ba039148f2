using Whelk.Oci.Digests;

namespace Whelk.Images;

/// <summary>A workload that was made from an image.</summary>
public sealed record ImageUser(string WorkloadId, Digest ImageId, bool IsRunning);
