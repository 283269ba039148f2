namespace Whelk.Api.Wire;

/// <summary>POST /auth.</summary>
internal sealed record AuthRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? ServerAddress { get; init; }

    public string? IdentityToken { get; init; }
}
