namespace Whelk.Api.Wire;

internal sealed record IndexConfig(string Name)
{
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    public bool Secure { get; init; } = true;

    public bool Official { get; init; } = true;
}
