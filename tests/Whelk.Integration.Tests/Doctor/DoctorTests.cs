using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Doctor;

/// <summary>The host that the tests run on, examined.</summary>
public sealed class DoctorTests(SharedDaemon shared)
{
    [Fact]
    public async Task Doctor_on_a_host_that_setup_prepared_finds_everything_and_mends_what_is_not_ok()
    {
        var checks = await ChecksAsync();

        string[] wanted = ["kernel", "control groups", "overlay", "runtime crun", "runtime runc", "runtime whelk-vm", "QEMU", "guest kernel", "KVM", "erofs-utils", "nftables", "ip_forward", "disk space", "whelk/base"];
        Assert.Empty(wanted.Except(checks.Select(check => Text(check, "Name"))));
        Assert.All(checks, check => Assert.Contains(Text(check, "Status"), (string[])["ok", "warn"]));
        Assert.All(checks, check => Assert.NotEmpty(Text(check, "Detail")));
        Assert.All(checks.Where(check => Text(check, "Status") != "ok"), check => Assert.NotEmpty(Text(check, "Mend")));
    }

    [Fact]
    public async Task Doctor_tells_of_the_templates_of_this_daemon_and_how_many_machines_wait()
    {
        await shared.Daemon.DoAsync("run", "--rm", "--isolation", "vm", "whelk/base", "true");
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        string template;
        while ((template = Text((await ChecksAsync()).FirstOrDefault(check => Text(check, "Name") == "template of 512 MiB") ?? new JsonObject(), "Detail")).Contains("none yet", StringComparison.Ordinal) || template.Length == 0)
        {
            bound.Token.ThrowIfCancellationRequested();
        }

        Assert.Matches("^1 processor, (tcg|kvm): made [0-9]+ (s|min) ago, takes [0-9]+ MiB$", template);
        Assert.Equal("kept; no machine is to wait (WHELK_VM_POOL=0)", Text((await ChecksAsync()).Single(check => Text(check, "Name") == "VM templates"), "Detail"));
    }

    [Fact]
    public async Task Doctor_leaves_nothing_below_the_root()
    {
        await ChecksAsync();

        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(shared.Daemon.Root), path => Path.GetFileName(path).StartsWith("doctor-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_as_a_table_sums_up()
    {
        var text = await shared.Daemon.DoAsync("doctor");

        Assert.Contains("runtime crun", text, StringComparison.Ordinal);
        Assert.Contains(" ok, ", text, StringComparison.Ordinal);
        Assert.Contains(" 0 failed", text, StringComparison.Ordinal);
    }

    private async Task<List<JsonNode>> ChecksAsync() =>
        [.. JsonNode.Parse(await shared.Daemon.DoAsync("doctor", "--format", "json"))!["Checks"]!.AsArray().Select(check => check!)];

    private static string Text(JsonNode check, string field) => check[field]?.GetValue<string>() ?? string.Empty;
}
