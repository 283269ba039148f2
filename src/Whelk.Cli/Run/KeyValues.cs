namespace Whelk.Cli.Run;

/// <summary>Options whose values are pairs.</summary>
internal static class KeyValues
{
    /// <summary>Splits at the first <paramref name="separator"/>; without one the value is empty. The last of equal keys wins.</summary>
    /// <returns>Null where nothing was given, so that nothing is sent.</returns>
    public static Dictionary<string, string>? Parse(IEnumerable<string> texts, char separator = '=')
    {
        var pairs = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var parts = text.Split(separator, 2);
            pairs[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }

        return pairs.Count > 0 ? pairs : null;
    }
}
