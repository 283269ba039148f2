using Whelk.Oci.Runtime;

namespace Whelk.Api.Wire;

/// <summary>Docker keeps what was not given as null, and clients of its type-less SDKs see the difference to an empty list.</summary>
internal static class Given
{
    /// <summary>The list; null for an empty one.</summary>
    internal static IReadOnlyList<T>? OrNull<T>(this IReadOnlyList<T> values) => values.Count == 0 ? null : values;

    /// <summary>The map; null for an empty one.</summary>
    internal static IReadOnlyDictionary<string, T>? OrNull<T>(this IReadOnlyDictionary<string, T> values) => values.Count == 0 ? null : values;

    /// <summary>A terminal's size, rows before columns; null where none is given.</summary>
    internal static ConsoleSize? Size(IReadOnlyList<ushort>? given) => given is [> 0 and var rows, > 0 and var columns] ? new ConsoleSize { Height = rows, Width = columns } : null;

    /// <summary>null in a list is the empty text, as Go reads it.</summary>
    internal static IReadOnlyList<string> Texts(IReadOnlyList<string?>? given) => [.. (given ?? []).Select(text => text ?? string.Empty)];

    /// <summary>null as a value is the empty text, as Go reads it.</summary>
    internal static Dictionary<string, string> Texts(IReadOnlyDictionary<string, string>? given) =>
        (given ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? string.Empty);
}
