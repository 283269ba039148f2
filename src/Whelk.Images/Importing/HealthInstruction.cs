using System.Globalization;
using Whelk.Errors;
using Whelk.Oci;
using Whelk.Oci.Images;

namespace Whelk.Images.Importing;

/// <summary>HEALTHCHECK [OPTIONS] CMD command, or HEALTHCHECK NONE (moby, builder/dockerfile, dispatchHealthcheck).</summary>
internal static class HealthInstruction
{
    private const long NanosecondsPerTick = 100;

    // Docker's: a shorter time than a millisecond is a mistake.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    internal static ImageHealthcheck Parse(string rest)
    {
        var health = new ImageHealthcheck();
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            var end = rest.AsSpan().IndexOfAny(' ', '\t');
            health = WithFlag(health, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? string.Empty : rest[end..].Trim();
        }

        var word = rest.Split([' ', '\t'], 2)[0];
        var command = rest[word.Length..].Trim();
        return word.ToUpperInvariant() switch
        {
            "" => throw Invalid("HEALTHCHECK requires at least one argument"),
            "NONE" => command.Length == 0 ? new ImageHealthcheck { Test = ["NONE"] } : throw Invalid("HEALTHCHECK NONE takes no arguments"),
            "CMD" when command.Length == 0 => throw Invalid("Missing command after HEALTHCHECK CMD"),
            "CMD" => health with { Test = ExecForm.TryParse(command) is { } words ? ["CMD", .. words] : ["CMD-SHELL", command] },
            _ => throw Invalid($"Unknown type \"{word.ToUpperInvariant()}\" in HEALTHCHECK (try CMD)"),
        };
    }

    private static ImageHealthcheck WithFlag(ImageHealthcheck health, string flag)
    {
        var parts = flag[2..].Split('=', 2);
        var value = parts.Length == 2 ? parts[1] : throw Invalid($"Missing a value on flag: {flag[2..]}");
        return parts[0] switch
        {
            "interval" => health with { Interval = Nanoseconds(parts[0], value) },
            "timeout" => health with { Timeout = Nanoseconds(parts[0], value) },
            "start-period" => health with { StartPeriod = Nanoseconds(parts[0], value) },
            "start-interval" => health with { StartInterval = Nanoseconds(parts[0], value) },
            "retries" => health with
            {
                Retries = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var retries) && retries >= 0 ? retries : throw Invalid($"--retries cannot be negative ({value})"),
            },
            _ => throw Invalid($"Unknown flag: {parts[0]}"),
        };
    }

    private static long Nanoseconds(string name, string value) => !GoDuration.TryParse(value, out var duration) ? throw Invalid($"time: invalid duration \"{value}\"")
        : duration != TimeSpan.Zero && duration < Shortest ? throw Invalid($"Interval \"{name}\" cannot be less than 1ms")
        : duration.Ticks * NanosecondsPerTick;

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
