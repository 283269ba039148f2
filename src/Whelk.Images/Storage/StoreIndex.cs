using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Images.Storage;

/// <summary>The file that says which images there are; replaced whole, so it is always one or the other.</summary>
internal sealed record StoreIndex
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>Ids.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Ids by full names.</summary>
    public required IReadOnlyDictionary<string, string> References { get; init; }

    public static StoreIndex Of(StoreContent content) => new()
    {
        Version = CurrentVersion,
        Images = [.. content.Images.Keys.Select(id => id.ToString()).Order(StringComparer.Ordinal)],
        References = new SortedDictionary<string, string>(content.References.ToDictionary(named => named.Key, named => named.Value.ToString()), StringComparer.Ordinal),
    };

    /// <summary>Null where there is no file yet.</summary>
    /// <exception cref="WhelkException">Corrupt; Unsupported: a newer Whelk wrote it.</exception>
    public static StoreIndex? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var index = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.StoreIndex)!;
            return index.Version == CurrentVersion
                ? index
                : throw new WhelkException(ErrorCode.Unsupported, $"{path} has version {index.Version}; this Whelk knows version {CurrentVersion}");
        }
        catch (JsonException e)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"{path} is damaged: {e.Message}", e);
        }
    }

    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.StoreIndex));
}
