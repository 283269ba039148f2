using System.Text.Json;
using Whelk.Images.Storage;

namespace Whelk.Images.Importing;

/// <summary>A command as a JSON array of strings (Dockerfile reference, "Exec form").</summary>
internal static class ExecForm
{
    /// <summary>Null where the text is not in this form; it is then a shell's command, as for Docker.</summary>
    public static IReadOnlyList<string>? TryParse(string text)
    {
        if (!text.StartsWith('['))
        {
            return null;
        }

        try
        {
            var words = JsonSerializer.Deserialize(text, StoreJson.Default.StringArray);
            return words is null || words.Contains(null) ? null : words;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
