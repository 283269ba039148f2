using System.Buffers;
using System.Security.Cryptography;
using Whelk.Errors;

namespace Whelk.Oci.Digests;

/// <summary>
/// A content address, "sha256:" and 64 lowercase hexadecimal digits (OCI image specification, descriptor.md). A value of this type is
/// well formed by construction, so its <see cref="Hex"/> may be used as a file name.
/// </summary>
public readonly record struct Digest
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _value;

    private Digest(string value) => _value = value;

    /// <summary>The digits alone, safe as a file name.</summary>
    public string Hex => ToString()[Prefix.Length..];

    /// <summary>The first twelve digits, as Docker shows an id to people.</summary>
    public string Short => Hex[..12];

    /// <exception cref="WhelkException">InvalidArgument: not a digest, or of an algorithm other than sha256.</exception>
    public static Digest Parse(string value) =>
        TryParse(value, out var digest) ? digest : throw new WhelkException(ErrorCode.InvalidArgument, "invalid checksum digest format");

    public static bool TryParse(string? value, out Digest digest)
    {
        var good = value is not null && value.StartsWith(Prefix, StringComparison.Ordinal) && IsHex(value.AsSpan(Prefix.Length));
        digest = good ? new Digest(value!) : default;
        return good;
    }

    /// <summary>Whether these are the 64 lowercase digits of a digest without its algorithm.</summary>
    public static bool IsHex(ReadOnlySpan<char> digits) => digits.Length == HexLength && !digits.ContainsAnyExcept(HexDigits);

    /// <summary>The address of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>From a finished SHA-256 of 32 bytes.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new Digest(Prefix + Convert.ToHexStringLower(hash))
            : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));

    /// <summary>Does nothing if the content is what this digest names.</summary>
    /// <exception cref="WhelkException">Corrupt: the content is something else.</exception>
    public void Verify(ReadOnlySpan<byte> content)
    {
        var actual = Of(content);
        if (actual != this)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"content does not match its digest: expected {this}, got {actual}");
        }
    }

    public override string ToString() => _value ?? throw new InvalidOperationException("A default Digest names no content.");
}
