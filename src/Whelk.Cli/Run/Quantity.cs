using System.Globalization;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>Amounts as Docker's command line writes them.</summary>
internal static class Quantity
{
    private const int NanosPerCpu = 1_000_000_000;

    /// <summary>Bytes, with b, k, m, g, t or p (also kb, kib) for powers of 1024.</summary>
    /// <param name="text">What the user gave.</param>
    /// <param name="flag">For the message: "-m, --memory".</param>
    public static long Bytes(string text, string flag)
    {
        var digits = text.TrimEnd().Length;
        while (digits > 0 && char.IsAsciiLetter(text[digits - 1]))
        {
            digits--;
        }

        var unit = text[digits..].Trim().ToLowerInvariant() switch
        {
            "" or "b" => 0,
            "k" or "kb" or "kib" => 1,
            "m" or "mb" or "mib" => 2,
            "g" or "gb" or "gib" => 3,
            "t" or "tb" or "tib" => 4,
            "p" or "pb" or "pib" => 5,
            _ => -1,
        };
        return unit >= 0 && decimal.TryParse(text[..digits].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> (10 * unit)
            ? (long)(number * (1L << (10 * unit)))
            : throw Invalid(text, flag, $"invalid size: '{text}'");
    }

    /// <summary>Billionths of a CPU.</summary>
    public static long NanoCpus(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) || cpus > int.MaxValue)
        {
            throw Invalid(text, "--cpus", $"failed to parse {text} as a rational number");
        }

        var nanos = cpus * NanosPerCpu;
        return nanos == decimal.Truncate(nanos) ? (long)nanos : throw Invalid(text, "--cpus", "value is too precise");
    }

    /// <summary>no, always, unless-stopped, on-failure[:N].</summary>
    public static RestartPolicy Restart(string text)
    {
        var parts = text.Split(':', 2);
        var count = 0;
        if (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "invalid restart policy format: maximum retry count must be an integer");
        }

        return new RestartPolicy(parts[0], count);
    }

    /// <summary>NAME=SOFT[:HARD].</summary>
    public static Ulimit Ulimit(string text)
    {
        var pair = text.Split('=', 2);
        var limits = pair.Length == 2 ? pair[1].Split(':', 2) : throw Invalid(text, "--ulimit", $"invalid ulimit argument: {text}");
        if (!long.TryParse(limits[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var soft)
            || !long.TryParse(limits[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hard))
        {
            throw Invalid(text, "--ulimit", $"invalid ulimit argument: {text}");
        }

        return hard == -1 || (soft != -1 && soft <= hard)
            ? new Ulimit(pair[0], soft, hard)
            : throw Invalid(text, "--ulimit", $"ulimit soft limit must be less than or equal to hard limit: {soft} > {hard}");
    }

    private static WhelkException Invalid(string text, string flag, string reason) =>
        new(ErrorCode.InvalidArgument, $"invalid argument \"{text}\" for \"{flag}\" flag: {reason}");
}
