using System.Globalization;

namespace Whelk.Linux.Signals;

/// <summary>Signals by name and number as Docker's clients write them: TERM, SIGTERM, 15, RTMIN+3. signal(7), x86-64.</summary>
public static class SignalNumber
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGWINCH = 28;

    private const int Last = 64;

    private static readonly Dictionary<string, int> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HUP"] = 1, ["INT"] = 2, ["QUIT"] = 3, ["ILL"] = 4, ["TRAP"] = 5, ["ABRT"] = 6, ["IOT"] = 6, ["BUS"] = 7, ["FPE"] = 8,
        ["KILL"] = 9, ["USR1"] = 10, ["SEGV"] = 11, ["USR2"] = 12, ["PIPE"] = 13, ["ALRM"] = 14, ["TERM"] = 15, ["STKFLT"] = 16,
        ["CHLD"] = 17, ["CLD"] = 17, ["CONT"] = 18, ["STOP"] = 19, ["TSTP"] = 20, ["TTIN"] = 21, ["TTOU"] = 22, ["URG"] = 23,
        ["XCPU"] = 24, ["XFSZ"] = 25, ["VTALRM"] = 26, ["PROF"] = 27, ["WINCH"] = 28, ["IO"] = 29, ["POLL"] = 29, ["PWR"] = 30,
        ["SYS"] = 31, ["UNUSED"] = 31, ["RTMIN"] = 34, ["RTMAX"] = Last,
    };

    /// <summary>Reads a signal's name or number.</summary>
    public static bool TryParse(string text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is > 0 and <= Last;
        }

        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        return ByName.TryGetValue(name, out signal) || TryRealTime(name, out signal);
    }

    private static bool TryRealTime(string name, out int signal)
    {
        signal = 0;
        if (name.Length < 7 || !name.StartsWith("RTM", StringComparison.OrdinalIgnoreCase)
            || !ByName.TryGetValue(name[..5], out var origin)
            || !int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return false;
        }

        signal = name[5] switch { '+' => origin + offset, '-' => origin - offset, _ => 0 };
        return signal is >= 34 and <= Last;
    }
}
