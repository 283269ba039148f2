using Whelk.Advice.Doctor;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

/// <summary>The checks that try something, on the host that the tests run on.</summary>
public sealed class HostChecksTests
{
    [Theory]
    [InlineData(80_000_000_000, "Ok")]
    [InlineData(2_000_000_000, "Warn")]
    [InlineData(100_000_000, "Fail")]
    public void Space_is_judged_by_what_is_free(long free, string expected) => Assert.Equal(expected, SpaceCheck.Of(free, "here").Status.ToString());

    [Theory]
    [InlineData("1", "Ok")]
    [InlineData("0", "Fail")]
    public void Forwarding_must_be_on(string value, string expected) => Assert.Equal(expected, ForwardingCheck.Of(value).Status.ToString());

    [Theory]
    [InlineData("1", "Ok")]
    [InlineData("0", "Warn")]
    public void Forwarding_of_IPv6_is_asked_for_where_a_network_has_it(string value, string expected)
    {
        Assert.Equal(expected, ForwardingCheck.Of6(value, ["own"]).Status.ToString());
        Assert.Single(ForwardingCheck.Run([]));
        Assert.Equal(2, ForwardingCheck.Run(["own"]).Count());
    }

    [Fact]
    public void Overlay_on_a_file_system_that_carries_one_is_ok_and_leaves_nothing()
    {
        var root = Directory.CreateTempSubdirectory("overlay-check-");
        try
        {
            var check = OverlayCheck.Run(root.FullName);

            Assert.True(check.Status == CheckStatus.Ok, check.Detail);
            Assert.Empty(root.EnumerateFileSystemInfos());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Overlay_where_nothing_can_be_written_fails_with_the_reason()
    {
        var check = OverlayCheck.Run("/proc");

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.NotNull(check.Mend);
    }

    [Fact]
    public async Task Erofs_with_the_tool_installed_is_ok_and_leaves_nothing()
    {
        var root = Directory.CreateTempSubdirectory("erofs-check-");
        try
        {
            var check = await ErofsCheck.RunAsync(root.FullName, CancellationToken.None);

            Assert.True(check.Status == CheckStatus.Ok, check.Detail);
            Assert.Empty(root.EnumerateFileSystemInfos());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Packet_filter_with_nft_installed_is_ok()
    {
        var check = await PacketFilterCheck.RunAsync(CancellationToken.None);

        Assert.True(check.Status == CheckStatus.Ok, check.Detail);
    }
}
