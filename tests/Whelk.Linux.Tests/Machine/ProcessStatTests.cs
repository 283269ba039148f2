using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Processes;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Machine;

public sealed class ProcessStatTests
{
    [Fact]
    public void TryRead_of_this_process_is_alive_and_stable()
    {
        var stat = ProcessStat.TryRead(Environment.ProcessId)!;

        Assert.False(stat.IsZombie);
        Assert.Equal(stat, ProcessStat.TryRead(Environment.ProcessId));
        Assert.True(stat.StartTime > 0);
    }

    [Fact]
    public void TryRead_survives_a_name_with_parentheses_and_fields()
    {
        using var folder = new ScratchFolder();
        using var pipe = Pipe.Create();
        var program = folder["x) Z 1 (y"];
        File.Copy("/bin/cat", program);
        using var child = ChildProcess.Start(new SpawnOptions { Path = program, Arguments = [], StandardInput = pipe.Read });

        Assert.False(ProcessStat.TryRead(child.Pid)!.IsZombie);
        Assert.True(ProcessStat.TryRead(child.Pid)!.StartTime >= ProcessStat.TryRead(Environment.ProcessId)!.StartTime);
    }

    [Fact]
    public void TryRead_of_nobody_is_null() => Assert.Null(ProcessStat.TryRead(int.MaxValue));
}
