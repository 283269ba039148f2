namespace Whelk.Api.Wire;

internal sealed record ThrottleDevice
{
    public string? Path { get; init; }

    public ulong Rate { get; init; }
}
