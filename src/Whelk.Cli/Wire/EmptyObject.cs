namespace Whelk.Cli.Wire;

/// <summary>The {} behind a key of Docker's sets.</summary>
internal sealed record EmptyObject
{
    public static readonly EmptyObject Instance = new();
}
