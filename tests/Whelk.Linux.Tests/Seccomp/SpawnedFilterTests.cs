using System.Runtime.InteropServices;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Seccomp;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Seccomp;

/// <summary>The kernel's own word on a filter that spawn installs, for a process without any capability.</summary>
public sealed class SpawnedFilterTests
{
    private const string Script = "busybox grep -E 'CapPrm|CapEff|NoNewPrivs|Seccomp:' /proc/self/status; busybox linux32 true";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spawn_with_a_filter_confines_the_program_and_leaves_it_nothing_of_its_own(bool noNewPrivileges)
    {
        using var scratch = new ScratchFolder();
        var spawn = await CompileSpawnAsync(scratch);
        using var program = MemoryFile.Create("filter", Filter());
        var result = await ChildProcess.RunAsync(
            new SpawnOptions
            {
                Path = spawn,
                Arguments =
                [
                    "--user", "65534", "65534", "", "--caps", "0", "0", "0", "0", "0", "--seccomp", "3", "4",
                    .. noNewPrivileges ? ["--no-new-privs"] : Array.Empty<string>(), "--", "busybox", "sh", "-c", Script,
                ],
                Descriptors = new Dictionary<int, SafeHandle> { [3] = program },
            },
            CancellationToken.None);

        var flag = noNewPrivileges ? 1 : 0;
        Assert.Equal($"CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nNoNewPrivs:\t{flag}\nSeccomp:\t2\n", result.Output);
        Assert.Equal("linux32: personality(0x8): Function not implemented\n", result.Error);
    }

    private static byte[] Filter()
    {
        using var filter = SeccompFilter.Create(SeccompNames.Action("SCMP_ACT_ALLOW", null), sorted: false);
        filter.TryAddRule("personality", SeccompNames.Action("SCMP_ACT_ERRNO", 38), [new SeccompCondition(0, SeccompOperator.Equal, 8, 0)]);
        return filter.Compile();
    }

    private static async Task<string> CompileSpawnAsync(string folder)
    {
        var spawn = Path.Combine(folder, "spawn");
        var built = await ChildProcess.RunAsync(new SpawnOptions { Path = Checkout.File("src/native/build"), Arguments = [folder] }, CancellationToken.None);
        Assert.True(built.Status.Succeeded, built.Error);
        return spawn;
    }
}
