namespace Whelk.Api.Wire;

/// <summary>The answer to POST /networks/create.</summary>
internal sealed record NetworkCreated(string Id, string Warning);
