namespace Whelk.Oci.Images;

/// <summary>The value of a JSON object that is used as a set: <c>{"80/tcp":{}}</c>.</summary>
public sealed record EmptyObject
{
    public static EmptyObject Instance { get; } = new();
}
