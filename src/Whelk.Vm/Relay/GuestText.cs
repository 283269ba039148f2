using System.Globalization;
using System.Text;

namespace Whelk.Vm.Relay;

/// <summary>Text that a guest chose, made fit for a message: bounded, whole Unicode, and without the characters that steer a terminal or turn what is read around.</summary>
internal static class GuestText
{
    private const int Longest = 2000;

    internal static string Clean(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, Longest));
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(IsHarmless(rune) ? units[..rune.EncodeToUtf16(units)] : "?");
        }

        return shown.ToString();
    }

    // A surrogate without its other half comes as U+FFFD.
    private static bool IsHarmless(Rune rune) => rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
