namespace Whelk.Vm.Relay;

/// <summary>Text that a guest chose, made fit for a message: bounded, and without the characters that steer a terminal.</summary>
internal static class GuestText
{
    private const int Longest = 2000;

    internal static string Clean(string text)
    {
        var shown = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "...") : text;
        return string.Concat(shown.Select(character => char.IsControl(character) && character is not ('\n' or '\t') ? '?' : character));
    }
}
