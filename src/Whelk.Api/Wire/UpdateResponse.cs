namespace Whelk.Api.Wire;

/// <summary>POST /containers/{id}/update.</summary>
internal sealed record UpdateResponse(IReadOnlyList<string> Warnings);
