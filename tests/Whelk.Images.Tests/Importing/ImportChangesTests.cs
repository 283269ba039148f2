using Whelk.Errors;
using Whelk.Images.Importing;
using Whelk.Oci.Images;
using Xunit;

namespace Whelk.Images.Tests.Importing;

public sealed class ImportChangesTests
{
    [Theory]
    [InlineData("HEALTHCHECK NONE", "NONE")]
    [InlineData("HEALTHCHECK CMD true || exit 1", "CMD-SHELL|true || exit 1")]
    [InlineData("healthcheck cmd [\"/check\", \"a b\"]", "CMD|/check|a b")]
    public void Healthcheck_is_read(string change, string test) => Assert.Equal(test, string.Join('|', Apply(change).Test!));

    [Fact]
    public void Healthcheck_has_dockers_flags()
    {
        var health = Apply("HEALTHCHECK --interval=30s --timeout=1.5s --start-period=1m  --start-interval=5ms --retries=4 CMD true");

        Assert.Equal((30_000_000_000, 1_500_000_000, 60_000_000_000, 5_000_000, 4), (health.Interval, health.Timeout, health.StartPeriod, health.StartInterval, health.Retries));
    }

    [Theory]
    [InlineData("HEALTHCHECK", "HEALTHCHECK requires at least one argument")]
    [InlineData("HEALTHCHECK NONE x", "HEALTHCHECK NONE takes no arguments")]
    [InlineData("HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD")]
    [InlineData("HEALTHCHECK RUN x", "Unknown type \"RUN\" in HEALTHCHECK (try CMD)")]
    [InlineData("HEALTHCHECK --bogus=1 CMD x", "Unknown flag: bogus")]
    [InlineData("HEALTHCHECK --interval CMD x", "Missing a value on flag: interval")]
    [InlineData("HEALTHCHECK --interval=soon CMD x", "time: invalid duration \"soon\"")]
    [InlineData("HEALTHCHECK --interval=10us CMD x", "Interval \"interval\" cannot be less than 1ms")]
    [InlineData("HEALTHCHECK --retries=-1 CMD x", "--retries cannot be negative (-1)")]
    public void Healthcheck_that_is_malformed_is_refused_in_dockers_words(string change, string message) =>
        Assert.Equal((ErrorCode.InvalidArgument, message), Assert.Throws<WhelkException>(() => Apply(change)) is var error ? (error.Code, error.Message) : default);

    private static ImageHealthcheck Apply(string change) => ImportChanges.Apply(new ImageProcessConfig(), [change]).Healthcheck!;
}
