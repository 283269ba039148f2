using System.Globalization;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Engine.Logs;

/// <summary>When a log goes on in a new file: Docker's options of the json-file driver (moby, daemon/logger/jsonfilelog).</summary>
public sealed record LogRotation
{
    private const string Units = "kmgtp";
    private const long LocalSize = 20L << 20;
    private const int LocalFiles = 5;

    /// <summary>Bytes; a file that has as many is followed by a new one.</summary>
    public required long MaximumSize { get; init; }

    /// <summary>How many files are kept, the current one among them.</summary>
    public required int Files { get; init; }

    /// <summary>Whether those that are followed by a new one are compressed.</summary>
    public bool Compress { get; init; }

    /// <summary>Reads max-size, max-file and compress of a json-file; null for a log that only grows.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    public static LogRotation? Parse(IReadOnlyDictionary<string, string> options)
    {
        var files = options.TryGetValue("max-file", out var count) ? FilesOf(count) : 1;
        var size = options.TryGetValue("max-size", out var given) && given != "-1" ? SizeOf(given) : 0;
        var compress = options.TryGetValue("compress", out var word) && FlagOf(word);
        return compress && (files < 2 || size == 0) ? throw new WhelkException(ErrorCode.InvalidArgument, "compress cannot be true when max-file is less than 2 or max-size is not set")
            : size == 0 ? null
            : new LogRotation { MaximumSize = size, Files = files, Compress = compress };
    }

    /// <summary>The same of the driver local, which has files of 20 MiB, five of them, compressed, unless told otherwise.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    internal static LogRotation OfLocal(IReadOnlyDictionary<string, string> options)
    {
        var rotation = new LogRotation
        {
            MaximumSize = options.TryGetValue("max-size", out var size) ? SizeOf(size) : LocalSize,
            Files = options.TryGetValue("max-file", out var count) ? FilesOf(count) : LocalFiles,
            Compress = !options.TryGetValue("compress", out var word) || FlagOf(word),
        };
        return rotation is { Compress: true, Files: 1 } && word is not null
            ? throw new WhelkException(ErrorCode.InvalidArgument, "compression cannot be enabled when max file count is 1")
            : rotation with { Compress = rotation is { Compress: true, Files: > 1 } };
    }

    private static int FilesOf(string text) => !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var files)
        ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid max-file: '{text}'")
        : files >= 1 ? files : throw new WhelkException(ErrorCode.InvalidArgument, "max-file cannot be less than 1");

    private static bool FlagOf(string word) =>
        GoBool.TryParse(word) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"strconv.ParseBool: parsing \"{word}\": invalid syntax");

    // "10m" is ten million, as in Docker (go-units, FromHumanSize).
    internal static long SizeOf(string text, string option = "max-size")
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

        return number is >= 1 and <= long.MaxValue ? (long)number : throw new WhelkException(ErrorCode.InvalidArgument, $"{option} must be a positive number");
    }
}
