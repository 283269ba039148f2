using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>
/// A host with pure cgroup v2 and a KVM that works, which few test machines are: emulated by QEMU, with the same programs and the same build.
/// The checks are tests/host/checks, and checks-systemd where systemd is its first process; they prove function, not speed.
/// </summary>
[Collection(EmulatedHostCollection.Name)]
public sealed class EmulatedHostTests
{
    // The script ends the host itself after 400 s.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(420);

    [Fact]
    public Task Checks_on_an_emulated_host_with_cgroup_v2_alone_and_KVM_all_pass() => AllPassAsync();

    [Fact]
    public Task Checks_on_an_emulated_host_that_systemd_manages_all_pass() => AllPassAsync("systemd");

    private static async Task AllPassAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("whelk-it-host-");
        try
        {
            var result = await Program.RunAsync(
                Checkout.File("tests/host/run"), arguments, new Dictionary<string, string> { ["TMPDIR"] = folder.FullName }, bound: Bound);

            Assert.True(result.Status.Succeeded, $"{result.Output}\n{result.Error}");
            Assert.Contains(" 0 failed", result.Output, StringComparison.Ordinal);
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
