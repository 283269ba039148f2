using System.Text;

namespace Whelk.Linux.Files;

/// <summary>
/// A path as the kernel knows it: bytes, of whatever encoding or none. Never empty, never with a NUL inside; ends with the NUL that C wants.
/// </summary>
public readonly struct FilePath : IEquatable<FilePath>
{
    private readonly byte[]? _terminated;

    private FilePath(byte[] terminated) => _terminated = terminated;

    /// <summary>Without the NUL.</summary>
    public ReadOnlySpan<byte> Bytes => Terminated[..^1];

    internal ReadOnlySpan<byte> Terminated => _terminated ?? throw new InvalidOperationException("A default FilePath names nothing.");

    /// <exception cref="ArgumentException">Empty, or with a NUL inside.</exception>
    public static FilePath From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Contains((byte)0))
        {
            throw new ArgumentException("A path has at least one byte and no NUL.", nameof(bytes));
        }

        var terminated = new byte[bytes.Length + 1];
        bytes.CopyTo(terminated);
        return new FilePath(terminated);
    }

    /// <inheritdoc cref="From(ReadOnlySpan{byte})"/>
    public static FilePath From(string text) => From(Encoding.UTF8.GetBytes(text));

    public static bool operator ==(FilePath left, FilePath right) => left.Equals(right);

    public static bool operator !=(FilePath left, FilePath right) => !left.Equals(right);

    public bool Equals(FilePath other) => Terminated.SequenceEqual(other.Terminated);

    public override bool Equals(object? obj) => obj is FilePath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>For people: bytes that are not UTF-8 become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
