namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>
/// A host with pure cgroup v2 and a KVM that works, which few test machines are: emulated by QEMU, with the same programs and the same build.
/// The checks are tests/host/checks, and checks-systemd where systemd is its first process; they prove function, not speed.
/// </summary>
[Collection(EmulatedHostCollection.Name)]
public sealed class EmulatedHostTests(EmulatedHosts hosts)
{
    [Fact]
    public async Task Checks_on_an_emulated_host_with_cgroup_v2_alone_and_KVM_all_pass() => AssertPassed(await hosts.Bare);

    [Fact]
    public async Task Checks_on_an_emulated_host_that_systemd_manages_all_pass() => AssertPassed(await hosts.Systemd);

    private static void AssertPassed(EmulatedHostRun run)
    {
        Assert.True(run.Result.Status.Succeeded, $"{run.Result.Output}\n{run.Result.Error}");
        Assert.Contains(" 0 failed", run.Result.Output, StringComparison.Ordinal);
        Assert.Empty(run.Left);
    }
}
