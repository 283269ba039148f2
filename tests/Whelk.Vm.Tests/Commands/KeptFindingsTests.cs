using Whelk.Vm.Commands;
using Whelk.Vm.Templates;
using Xunit;

namespace Whelk.Vm.Tests.Commands;

public sealed class KeptFindingsTests
{
    private static readonly KeeperState.Place Kept = new(512, 1, "tcg", 200, 110, 1, string.Empty, string.Empty);

    [Fact]
    public void Of_templates_tells_size_age_memory_and_how_many_machines_wait() => Assert.Equal(
        [
            new KeptFinding("VM templates", "kept; of each 1 machine is to wait (WHELK_VM_POOL)"),
            new KeptFinding("template of 512 MiB", "1 processor, tcg: made 3 min ago, takes 110 MiB, 1 machine waits"),
            new KeptFinding("template of 1024 MiB", "2 processors, tcg: none yet, machines boot"),
        ],
        KeptFindings.Of(new KeeperState(1, [Kept, Kept with { MemoryMiB = 1024, Processors = 2, Seconds = null, Waiting = 0 }])));

    [Theory]
    [InlineData("its last clones did not come up", "", "none yet, machines boot; what failed last: its last clones did not come up")]
    [InlineData("", "no room: a line\nand another", "none yet, machines boot; what failed last: no room: a line and another")]
    public void Of_what_failed_tells_the_last_failure_and_what_helps(string fault, string warmFault, string expected)
    {
        var finding = KeptFindings.Of(new KeeperState(1, [Kept with { Seconds = null, Waiting = 0, Fault = fault, WarmFault = warmFault }]))[1];

        Assert.EndsWith(expected, finding.Detail, StringComparison.Ordinal);
        Assert.NotNull(finding.Mend);
    }

    [Fact]
    public void Of_a_pool_of_none_speaks_of_no_machine() =>
        Assert.DoesNotContain("machine waits", string.Join(' ', KeptFindings.Of(new KeeperState(0, [Kept with { Waiting = 0 }])).Select(found => found.Detail)), StringComparison.Ordinal);

    [Fact]
    public void State_is_read_as_it_was_written()
    {
        var state = new KeeperState(2, [Kept, Kept with { Seconds = null, Fault = "no room" }]);
        var read = KeeperState.Decode(state.Encode());

        Assert.Equal(state.PoolSize, read.PoolSize);
        Assert.Equal(state.Places, read.Places);
    }
}
