using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime.Defaults;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class CapabilitySetTests
{
    private const int AllOfThisKernel = 41;

    [Fact]
    public void Nothing_asked_is_dockers_default() => Assert.Equal(DefaultCapabilities.All, Of([], []));

    [Theory]
    [InlineData("NET_ADMIN")]
    [InlineData("net_admin")]
    [InlineData("CAP_NET_ADMIN")]
    [InlineData("cap_net_admin")]
    public void Add_takes_every_spelling(string word) => Assert.Equal([.. DefaultCapabilities.All, "CAP_NET_ADMIN"], Of([word], []));

    [Fact]
    public void Drop_takes_from_the_default() => Assert.Equal(DefaultCapabilities.All.Where(name => name != "CAP_CHOWN"), Of([], ["CHOWN"]));

    [Fact]
    public void Drop_all_and_add_some_is_those_alone() => Assert.Equal(["CAP_KILL", "CAP_BPF"], Of(["KILL", "BPF"], ["all"]));

    [Fact]
    public void Add_all_is_everything_but_what_is_dropped()
    {
        Assert.Equal(AllOfThisKernel, Of(["ALL"], []).Count);
        Assert.Equal(AllOfThisKernel - 1, Of(["ALL"], ["SYS_ADMIN"]).Count);
        Assert.DoesNotContain("CAP_SYS_ADMIN", Of(["ALL"], ["SYS_ADMIN"]));
    }

    [Fact]
    public void Add_wins_over_drop_of_the_same_name() => Assert.Contains("CAP_CHOWN", Of(["CHOWN"], ["CHOWN"]));

    [Theory]
    [InlineData("FLY")]
    [InlineData("")]
    [InlineData("CAP_CAP_KILL")]
    public void Unknown_name_is_refused_in_dockers_words(string word)
    {
        var error = Assert.Throws<WhelkException>(() => Of([word], []));

        Assert.Equal((ErrorCode.InvalidArgument, $"invalid CapAdd: unknown capability: \"CAP_{(word.StartsWith("CAP_", StringComparison.Ordinal) ? word[4..] : word)}\""), (error.Code, error.Message));
    }

    private static IReadOnlyList<string> Of(string[] add, string[] drop) => CapabilitySet.Of(new HostOptions { CapAdd = add, CapDrop = drop });
}
