using System.Text.RegularExpressions;
using Whelk.Errors;

namespace Whelk.Engine.Logs;

/// <summary>The log drivers, and which options each takes (moby, daemon/logger).</summary>
public static class LogDriver
{
    public const string JsonFile = "json-file";
    public const string Local = "local";
    public const string None = "none";

    /// <summary>All that Whelk has, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [JsonFile, Local, None];

    /// <summary>Those of Docker's that send elsewhere, which Whelk does not have.</summary>
    public static IReadOnlyList<string> Remote { get; } = ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "logentries", "splunk", "syslog"];

    /// <summary>The options of a driver, checked; null where nothing is kept.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    public static LogSettings? Parse(string? driver, IReadOnlyDictionary<string, string> options)
    {
        var name = string.IsNullOrEmpty(driver) ? JsonFile : driver;
        if (!All.Contains(name))
        {
            throw Invalid($"error looking up logging plugin {name}: plugin \"{name}\" not found");
        }

        var buffer = BufferOf(options);
        if (name == None)
        {
            return null;
        }

        foreach (var option in options.Keys)
        {
            CheckName(name, option);
        }

        CheckPatterns(options);
        return new LogSettings { Rotation = name == Local ? LogRotation.OfLocal(options) : LogRotation.Parse(options), Buffer = buffer };
    }

    private static void CheckName(string driver, string option)
    {
        var known = option is "max-size" or "max-file" or "compress" or "mode" or "max-buffer-size"
            || (driver == JsonFile && option is "labels" or "labels-regex" or "env" or "env-regex" or "tag");
        if (!known)
        {
            throw Invalid(driver == JsonFile ? $"unknown log opt '{option}' for json-file log driver" : $"unknown log opt '{option}' for log driver {driver}");
        }
    }

    private static void CheckPatterns(IReadOnlyDictionary<string, string> options)
    {
        foreach (var name in new[] { "labels-regex", "env-regex" })
        {
            try
            {
                _ = options.TryGetValue(name, out var pattern) ? new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)) : null;
            }
            catch (ArgumentException exception)
            {
                throw Invalid($"error parsing regexp: {exception.Message}");
            }
        }

        _ = options.TryGetValue("tag", out var tag) ? LogTag.Check(tag) : null;
    }

    private static long? BufferOf(IReadOnlyDictionary<string, string> options)
    {
        const long Default = 1_000_000;
        var mode = options.GetValueOrDefault("mode", "blocking");
        var size = options.GetValueOrDefault("max-buffer-size");
        return mode switch
        {
            "blocking" when size is not null => throw Invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'"),
            "blocking" or "" => null,
            "non-blocking" => size is null ? Default : LogRotation.SizeOf(size, "max-buffer-size"),
            _ => throw Invalid($"logger: logging mode not supported: {mode}"),
        };
    }

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
