using Whelk.Advice.Compare;
using Xunit;

namespace Whelk.Advice.Tests.Compare;

public sealed class InsideFactsTests
{
    [Fact]
    public void Parse_reads_what_the_probe_writes()
    {
        var facts = InsideFacts.Parse(
        [
            "release 6.1.0-56-amd64",
            "machine x86_64",
            "boot 0f3f8ba2-4d1c-4a51-9f57-6f7e2ad2f6c1",
            "namespace net:[4026532281]",
            "namespace pid:[4026532279]",
            "CapEff:\t00000000a80425fb",
            "CapBnd:\t00000000a80425fb",
            "Seccomp:\t2",
            "end",
        ]);

        Assert.Equal(("6.1.0-56-amd64", "x86_64", "0f3f8ba2-4d1c-4a51-9f57-6f7e2ad2f6c1"), (facts.KernelRelease, facts.Architecture, facts.BootId));
        Assert.Equal("net:[4026532281]", facts.Namespaces["net"]);
        Assert.Equal(["net", "pid"], facts.Namespaces.Keys.Order());
        Assert.Equal((0xa80425fbul, 0xa80425fbul), (facts.Effective, facts.Bounding));
        Assert.Equal("filter", facts.Seccomp);
    }

    [Theory]
    [InlineData("0", "disabled")]
    [InlineData("1", "strict")]
    [InlineData("2", "filter")]
    [InlineData("7", "7")]
    public void Parse_names_the_seccomp_mode(string mode, string expected) => Assert.Equal(expected, InsideFacts.Parse([$"Seccomp:\t{mode}"]).Seccomp);

    [Fact]
    public void Parse_of_lines_that_say_nothing_leaves_everything_open()
    {
        var facts = InsideFacts.Parse(["", "machine", "namespace", "namespace nonsense", "CapEff:\tnot-a-number", "a b c"]);

        Assert.Equal((null, null, null, null), (facts.KernelRelease, facts.Architecture, facts.Effective, facts.Seccomp));
        Assert.Empty(facts.Namespaces);
    }
}
