using System.Globalization;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>Devices as Docker's command line writes them.</summary>
internal static class DeviceText
{
    private const string Everything = "rwm";

    /// <summary>SOURCE[:TARGET][:PERMISSIONS].</summary>
    public static DeviceMapping Device(string text) => text.Split(':') switch
    {
        [{ Length: > 0 } source] => new DeviceMapping(source, source, Everything),
        [{ Length: > 0 } source, var mode] when IsMode(mode) => new DeviceMapping(source, source, mode),
        [{ Length: > 0 } source, { Length: > 0 } target] => new DeviceMapping(source, target, Everything),
        [{ Length: > 0 } source, { Length: > 0 } target, var mode] when IsMode(mode) => new DeviceMapping(source, target, mode),
        [_, _, var mode] => throw Invalid($"bad mode specified: {mode}"),
        _ => throw Invalid($"invalid device specification: {text}"),
    };

    /// <summary>PATH:WEIGHT.</summary>
    public static WeightDevice Weight(string text)
    {
        var (path, number) = Pair(text);
        return ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight is 0 or (>= 10 and <= 1000)
            ? new WeightDevice(path, weight)
            : throw Invalid($"invalid weight for device: {text}");
    }

    /// <summary>PATH:RATE in bytes, with Docker's units.</summary>
    public static ThrottleDevice Bytes(string text, string flag)
    {
        var (path, rate) = Pair(text);
        return new ThrottleDevice(path, (ulong)Quantity.Bytes(rate, flag));
    }

    /// <summary>PATH:RATE.</summary>
    public static ThrottleDevice Operations(string text)
    {
        var (path, number) = Pair(text);
        return ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            ? new ThrottleDevice(path, rate)
            : throw Invalid($"invalid rate for device: {text}. The correct format is <device-path>:<number>. Number must be a positive integer");
    }

    private static (string Path, string Number) Pair(string text) => text.Split(':', 2) is [{ Length: > 0 } path, var number]
        ? path.StartsWith("/dev/", StringComparison.Ordinal) ? (path, number) : throw Invalid($"bad format for device path: {text}")
        : throw Invalid($"bad format: {text}");

    private static bool IsMode(string text) => text.Length > 0 && text.All(Everything.Contains) && text.Distinct().Count() == text.Length;

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
