namespace Whelk.Api.Wire;

internal sealed record IdResponse(string Id);
