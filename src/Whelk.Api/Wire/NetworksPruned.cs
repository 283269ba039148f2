namespace Whelk.Api.Wire;

/// <summary>POST /networks/prune.</summary>
internal sealed record NetworksPruned(IReadOnlyList<string> NetworksDeleted);
