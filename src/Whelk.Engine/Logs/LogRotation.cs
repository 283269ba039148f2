using System.Globalization;
using Whelk.Errors;

namespace Whelk.Engine.Logs;

/// <summary>When a log goes on in a new file: Docker's options of the json-file driver (moby, daemon/logger/jsonfilelog).</summary>
public sealed record LogRotation
{
    private const string Units = "kmgtp";

    /// <summary>Bytes; a file that has as many is followed by a new one.</summary>
    public required long MaximumSize { get; init; }

    /// <summary>How many files are kept, the current one among them.</summary>
    public required int Files { get; init; }

    /// <summary>Reads max-size and max-file; null for a log that only grows.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words; Unsupported for an option that is not carried out.</exception>
    public static LogRotation? Parse(IReadOnlyDictionary<string, string> options)
    {
        foreach (var (name, value) in options)
        {
            Check(name, value);
        }

        var files = options.TryGetValue("max-file", out var count) ? FilesOf(count) : 1;
        return options.TryGetValue("max-size", out var size) && size != "-1" ? new LogRotation { MaximumSize = SizeOf(size), Files = files } : null;
    }

    private static void Check(string name, string value)
    {
        switch (name)
        {
            case "max-size" or "max-file":
            case "compress" when value == "false":
            case "mode" when value == "blocking":
                break;
            case "compress" or "mode" or "max-buffer-size" or "labels" or "labels-regex" or "env" or "env-regex" or "tag":
                throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: log opt '{name}'");
            default:
                throw new WhelkException(ErrorCode.InvalidArgument, $"unknown log opt '{name}' for json-file log driver");
        }
    }

    private static int FilesOf(string text) => !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var files)
        ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid max-file: '{text}'")
        : files >= 1 ? files : throw new WhelkException(ErrorCode.InvalidArgument, "max-file cannot be less than 1");

    // "10m" is ten million, as in Docker (go-units, FromHumanSize).
    private static long SizeOf(string text)
    {
        var bare = text.ToLowerInvariant();
        bare = bare.EndsWith('b') ? bare[..^1] : bare;
        bare = bare.EndsWith('i') ? bare[..^1] : bare;
        var unit = bare.Length > 0 ? Units.IndexOf(bare[^1], StringComparison.Ordinal) : -1;
        var digits = (unit < 0 ? bare : bare[..^1]).TrimEnd(' ');
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1_000_000_000_000)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid size: '{text}'");
        }

        for (var power = 0; power <= unit; power++)
        {
            number *= 1000;
        }

        return number is >= 1 and <= long.MaxValue ? (long)number : throw new WhelkException(ErrorCode.InvalidArgument, "max-size must be a positive number");
    }
}
