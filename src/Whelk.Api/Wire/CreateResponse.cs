namespace Whelk.Api.Wire;

internal sealed record CreateResponse(string Id, IReadOnlyList<string> Warnings);
