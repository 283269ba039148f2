using Whelk.Cli.Run;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1024", 1024)]
    [InlineData("1b", 1)]
    [InlineData("64k", 65536)]
    [InlineData("64KB", 65536)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("6M", 6291456)]
    [InlineData("2 g", 2147483648)]
    [InlineData("1t", 1099511627776)]
    [InlineData("8191p", 9222246136947933184)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Bytes_are_counted_in_powers_of_1024(string text, long bytes) => Assert.Equal(bytes, Quantity.Bytes(text, "-m, --memory"));

    [Theory]
    [InlineData("")]
    [InlineData("g")]
    [InlineData("-1")]
    [InlineData("1x")]
    [InlineData("1kk")]
    [InlineData("1,5k")]
    [InlineData("0x10")]
    [InlineData("1e3")]
    [InlineData("8192p")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999p")]
    [InlineData("999999999999999999999999999999999999")]
    public void Bytes_that_are_no_size_are_refused(string text)
    {
        var error = Assert.Throws<WhelkException>(() => Quantity.Bytes(text, "-m, --memory"));

        Assert.Equal($"invalid argument \"{text}\" for \"-m, --memory\" flag: invalid size: '{text}'", error.Message);
    }

    [Theory]
    [InlineData("0.000000001", 1)]
    [InlineData("0.5", 500_000_000)]
    [InlineData("2", 2_000_000_000)]
    [InlineData(".25", 250_000_000)]
    public void Cpus_are_counted_in_billionths(string text, long nanos) => Assert.Equal(nanos, Quantity.NanoCpus(text));

    [Theory]
    [InlineData("0.0000000001", "value is too precise")]
    [InlineData("x", "failed to parse x as a rational number")]
    [InlineData("-1", "failed to parse -1 as a rational number")]
    [InlineData("99999999999999999999", "failed to parse 99999999999999999999 as a rational number")]
    public void Cpus_that_are_none_are_refused(string text, string reason) =>
        Assert.Equal($"invalid argument \"{text}\" for \"--cpus\" flag: {reason}", Assert.Throws<WhelkException>(() => Quantity.NanoCpus(text)).Message);

    [Theory]
    [InlineData("nofile=1024", "nofile 1024 1024")]
    [InlineData("nofile=1024:2048", "nofile 1024 2048")]
    [InlineData("core=-1", "core -1 -1")]
    [InlineData("core=0:-1", "core 0 -1")]
    public void Ulimit_has_a_soft_and_a_hard_side(string text, string expected) =>
        Assert.Equal(expected, Quantity.Ulimit(text) is var limit ? $"{limit.Name} {limit.Soft} {limit.Hard}" : null);

    [Theory]
    [InlineData("nofile")]
    [InlineData("nofile=")]
    [InlineData("nofile=x")]
    [InlineData("nofile=1:x")]
    [InlineData("nofile=2:1")]
    [InlineData("nofile=-1:1")]
    public void Ulimit_that_is_none_is_refused(string text) => Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => Quantity.Ulimit(text)).Code);

    [Theory]
    [InlineData("no", "no 0")]
    [InlineData("always", "always 0")]
    [InlineData("on-failure:5", "on-failure 5")]
    public void Restart_policy_has_a_name_and_a_count(string text, string expected) =>
        Assert.Equal(expected, Quantity.Restart(text) is var policy ? $"{policy.Name} {policy.MaximumRetryCount}" : null);

    [Fact]
    public void Restart_policy_with_a_count_that_is_none_is_refused() => Assert.Equal(
        "invalid restart policy format: maximum retry count must be an integer", Assert.Throws<WhelkException>(() => Quantity.Restart("on-failure:x")).Message);
}
