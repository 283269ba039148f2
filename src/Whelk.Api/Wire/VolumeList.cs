namespace Whelk.Api.Wire;

/// <summary>GET /volumes.</summary>
internal sealed record VolumeList(IReadOnlyList<VolumeDetails> Volumes, IReadOnlyList<string> Warnings);
