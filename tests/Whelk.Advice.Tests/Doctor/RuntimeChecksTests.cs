using Whelk.Advice.Doctor;
using Whelk.Engine.Runtimes;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

public sealed class RuntimeChecksTests
{
    private static readonly RuntimeRecord Working = new()
    {
        Name = "crun",
        Isolation = "container",
        Path = "/usr/bin/crun",
        Root = RootForm.Directory,
        Package = "crun",
        HostNeeds = [],
        Version = "crun version 1.21",
    };

    [Fact]
    public void Of_a_runtime_that_works_is_ok_with_its_version()
    {
        var check = Assert.Single(RuntimeChecks.Of([Working]));

        Assert.Equal(("runtime crun", CheckStatus.Ok), (check.Name, check.Status));
        Assert.Contains("1.21", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_runtime_that_is_missing_beside_one_that_works_is_a_warning()
    {
        var missing = Working with { Name = "runc", Package = "runc", Path = null, Refusal = "not installed" };
        var check = RuntimeChecks.Of([Working, missing]).Last();

        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Contains("install runc", check.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_only_runtime_of_an_isolation_that_is_refused_fails_with_the_reason()
    {
        var refused = Working with { Name = "whelk-vm", Isolation = "vm", Refusal = "QEMU is missing" };
        var check = RuntimeChecks.Of([Working, refused]).Last();

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.Contains("QEMU is missing", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_software_emulation_warns_once_with_the_reason()
    {
        var emulated = Working with { Accelerator = "tcg", AcceleratorReason = "there is no /dev/kvm", Warnings = ["VMs run in software emulation: there is no /dev/kvm"] };
        var check = Assert.Single(RuntimeChecks.Of([emulated]), check => check.Status == CheckStatus.Warn);

        Assert.Equal("KVM", check.Name);
        Assert.Contains("there is no /dev/kvm", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_is_kept_ready_warns_where_something_helps()
    {
        var checks = RuntimeChecks.Of([new RuntimeFinding("template of 512 MiB", "110 MiB"), new RuntimeFinding("template of 1024 MiB", "none: no room", "wait")]);

        Assert.Equal([new HostCheck("template of 512 MiB", CheckStatus.Ok, "110 MiB"), new HostCheck("template of 1024 MiB", CheckStatus.Warn, "none: no room", "wait")], checks);
    }

    [Fact]
    public void Of_hardware_is_ok() =>
        Assert.All(RuntimeChecks.Of([Working with { Accelerator = "kvm", AcceleratorReason = "a guest booted" }]), check => Assert.Equal(CheckStatus.Ok, check.Status));

    [Fact]
    public void Of_a_runtimes_own_warning_parts_finding_and_mend()
    {
        var check = RuntimeChecks.Of([Working with { Warnings = ["virtiofsd is missing: no folder can be shared; install virtiofsd"] }]).Last();

        Assert.Equal(("virtiofsd is missing: no folder can be shared", "install virtiofsd"), (check.Detail, check.Mend));
    }

    [Fact]
    public void Of_parts_shows_each_with_its_version() =>
        Assert.Contains(RuntimeChecks.Of([Working with { Parts = new Dictionary<string, string> { ["QEMU"] = "7.2.22" } }]), check => check is { Name: "QEMU", Detail: "7.2.22", Status: CheckStatus.Ok });
}
