namespace Whelk.Api.Wire;

/// <summary>The answer of POST /auth.</summary>
internal sealed record AuthResponse(string Status, string IdentityToken);
