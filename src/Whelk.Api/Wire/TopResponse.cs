namespace Whelk.Api.Wire;

/// <summary>The answer to GET /containers/{id}/top.</summary>
internal sealed record TopResponse(IReadOnlyList<IReadOnlyList<string>> Processes, IReadOnlyList<string> Titles);
