using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Cli.Run;

/// <summary>The options of `run` and `create` for health checks.</summary>
internal sealed class HealthOptions
{
    private const long NanosecondsPerTick = 100;

    private readonly Option<string?> _command = Flags.Text("--health-cmd", "Command that says whether the workload is well");
    private readonly Option<string?> _interval = Flags.Text("--health-interval", "Time between two checks: 30s");
    private readonly Option<string?> _timeout = Flags.Text("--health-timeout", "Longest time of a check: 30s");
    private readonly Option<string?> _startPeriod = Flags.Text("--health-start-period", "Time after the start in which failures do not count");
    private readonly Option<string?> _startInterval = Flags.Text("--health-start-interval", "Time between two checks in that period");
    private readonly Option<int?> _retries = Flags.Number("--health-retries", "Failures in a row that make it unhealthy");
    private readonly Option<bool> _none = Flags.Switch("--no-healthcheck", "Do not check, whatever the image says");

    public IEnumerable<Option> All => [_command, _interval, _timeout, _startPeriod, _startInterval, _retries, _none];

    /// <returns>Null where nothing was given.</returns>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public Healthcheck? Read(ParseResult parse)
    {
        var given = new Healthcheck
        {
            Test = parse.GetValue(_command) is { Length: > 0 } command ? ["CMD-SHELL", command] : null,
            Interval = Nanoseconds(parse, _interval),
            Timeout = Nanoseconds(parse, _timeout),
            StartPeriod = Nanoseconds(parse, _startPeriod),
            StartInterval = Nanoseconds(parse, _startInterval),
            Retries = parse.GetValue(_retries),
        };
        if (!parse.GetValue(_none))
        {
            return given == new Healthcheck() ? null : given;
        }

        return given == new Healthcheck()
            ? new Healthcheck { Test = ["NONE"] }
            : throw new WhelkException(ErrorCode.InvalidArgument, "--no-healthcheck conflicts with --health-* options");
    }

    private static long? Nanoseconds(ParseResult parse, Option<string?> option) => parse.GetValue(option) is not { } text ? null
        : GoDuration.TryParse(text, out var span) ? span.Ticks * NanosecondsPerTick
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid argument \"{text}\" for \"{option.Name}\" flag: time: invalid duration \"{text}\"");
}
