using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Where the layers of something lie.</summary>
/// <param name="Name">The driver.</param>
/// <param name="Data">Folders, by overlay's names for them; null where the host has none.</param>
internal sealed record GraphDriver(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyDictionary<string, string>? Data)
{
    /// <summary>The one driver there is, by Docker's name.</summary>
    internal const string Overlay = "overlay2";

    /// <summary>Layers below a folder of one's own.</summary>
    /// <param name="lower">The lowest first; may be empty.</param>
    /// <param name="upper">The folder above them; null where the host has none.</param>
    /// <param name="more">Further folders, by overlay's names for them.</param>
    internal static GraphDriver Of(IEnumerable<string> lower, string? upper, params IReadOnlyList<(string Name, string Folder)> more)
    {
        if (upper is null)
        {
            return new GraphDriver(Overlay, null);
        }

        var folders = more.ToDictionary(one => one.Name, one => one.Folder);
        folders["UpperDir"] = upper;
        if (string.Join(':', lower.Reverse()) is { Length: > 0 } below)
        {
            folders["LowerDir"] = below;
        }

        return new GraphDriver(Overlay, folders);
    }
}
