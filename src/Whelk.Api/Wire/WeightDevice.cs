namespace Whelk.Api.Wire;

internal sealed record WeightDevice
{
    public string? Path { get; init; }

    public ulong Weight { get; init; }
}
