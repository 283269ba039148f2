using Whelk.Linux.Machine;
using Xunit;

namespace Whelk.Linux.Tests.Machine;

public sealed class ProcessMemoryTests
{
    private const string Rollup =
        """
        55fbfbda2000-7fff6facf000 ---p 00000000 00:00 0                          [rollup]
        Rss:                1684 kB
        Pss:                 379 kB
        Pss_Dirty:           112 kB
        Pss_Anon:            112 kB
        Pss_File:            257 kB
        Pss_Shmem:            10 kB
        SwapPss:               0 kB

        """;

    [Fact]
    public void Parse_reads_the_shares() => Assert.Equal(new ProcessMemory(379 * 1024, 10 * 1024), ProcessMemory.Parse(Rollup));

    [Theory]
    [InlineData("")]
    [InlineData("Rss: 12 kB\n")]
    public void Parse_without_shares_is_null(string text) => Assert.Null(ProcessMemory.Parse(text));

    [Fact]
    public void TryRead_of_this_process_is_no_more_than_its_resident_set()
    {
        var memory = ProcessMemory.TryRead(Environment.ProcessId);

        Assert.InRange(memory!.ProportionalBytes, 1, Environment.WorkingSet * 2);
    }

    [Fact]
    public void TryRead_of_no_process_is_null() => Assert.Null(ProcessMemory.TryRead(int.MaxValue));
}
