using Whelk.Errors;
using Whelk.Oci.Images;

namespace Whelk.Engine.Health;

/// <summary>How a workload is asked whether it is well, with every default in place (moby, daemon/health.go).</summary>
/// <param name="Command">What runs in the workload; 0 is well.</param>
/// <param name="Interval">Between the end of one check and the begin of the next.</param>
/// <param name="Timeout">How long a check may take.</param>
/// <param name="StartPeriod">How long after the start failures do not count.</param>
/// <param name="StartInterval">The interval in that time.</param>
/// <param name="Retries">As many failures in a row are an illness.</param>
public sealed record HealthCheck(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, TimeSpan StartPeriod, TimeSpan StartInterval, int Retries)
{
    private const int NanosecondsPerTick = 100;
    private const long ShortestNanoseconds = 1_000_000;
    private const int DefaultRetries = 3;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultStartInterval = TimeSpan.FromSeconds(5);

    /// <summary>The request's check with the image's in place of what it leaves open.</summary>
    /// <returns>Null for none.</returns>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    public static ImageHealthcheck? Merge(ImageHealthcheck? request, ImageHealthcheck? image)
    {
        Check(request);
        var merged = request is null ? image : image is null ? request : new ImageHealthcheck
        {
            Test = request.Test is { Count: > 0 } test ? test : image.Test,
            Interval = Given(request.Interval) ?? image.Interval,
            Timeout = Given(request.Timeout) ?? image.Timeout,
            StartPeriod = Given(request.StartPeriod) ?? image.StartPeriod,
            StartInterval = Given(request.StartInterval) ?? image.StartInterval,
            Retries = request.Retries is > 0 and var retries ? retries : image.Retries,
        };
        return merged?.Test is { Count: > 0 } ? merged : null;
    }

    /// <returns>Null for none, "NONE", and what an image wrote that is no check.</returns>
    internal static HealthCheck? Of(ImageHealthcheck? health) => health?.Test switch
    {
        ["CMD", _, ..] words => Make(health, [.. words.Skip(1)]),
        ["CMD-SHELL", var line] => Make(health, ["/bin/sh", "-c", line]),
        _ => null,
    };

    private static HealthCheck Make(ImageHealthcheck health, IReadOnlyList<string> command) => new(
        command,
        Span(health.Interval, DefaultInterval),
        Span(health.Timeout, DefaultTimeout),
        Span(health.StartPeriod, TimeSpan.Zero),
        Span(health.StartInterval, DefaultStartInterval),
        health.Retries is > 0 and var retries ? retries : DefaultRetries);

    // A timer runs some weeks at most, and an image may ask for any number.
    private static TimeSpan Span(long? nanoseconds, TimeSpan otherwise) => nanoseconds is > 0 and var given
        ? TimeSpan.FromTicks(Math.Min(given / NanosecondsPerTick, TimeSpan.FromDays(30).Ticks))
        : otherwise;

    private static long? Given(long? nanoseconds) => nanoseconds is > 0 ? nanoseconds : null;

    private static void Check(ImageHealthcheck? request)
    {
        var problem = request is null ? null
            : Short(request.Interval) ? "Interval in Healthcheck cannot be less than 1ms"
            : Short(request.Timeout) ? "Timeout in Healthcheck cannot be less than 1ms"
            : Short(request.StartPeriod) ? "StartPeriod in Healthcheck cannot be less than 1ms"
            : Short(request.StartInterval) ? "StartInterval in Healthcheck cannot be less than 1ms"
            : request.Retries < 0 ? "Retries in Healthcheck cannot be negative"
            : request.Test is { Count: > 0 } test && test[0] is not ("NONE" or "CMD" or "CMD-SHELL") ? $"Unknown healthcheck type '{test[0]}' (expected 'CMD', 'CMD-SHELL' or 'NONE')"
            : null;
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    private static bool Short(long? nanoseconds) => nanoseconds is not (null or 0) and < ShortestNanoseconds;
}
