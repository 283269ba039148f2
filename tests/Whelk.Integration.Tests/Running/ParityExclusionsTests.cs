using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Running;

/// <summary>What parity-exclusions.txt says that create refuses of a VM is what create says.</summary>
public sealed class ParityExclusionsTests(SharedDaemon shared)
{
    private static readonly Dictionary<string, string[]> Asking = new()
    {
        ["HostConfig.Devices"] = ["--device", "/dev/fuse"],
        ["HostConfig.UTSMode"] = ["--uts", "host"],
        ["HostConfig.IpcMode"] = ["--ipc", "shareable"],
        ["HostConfig.PidMode"] = ["--pid", "host"],
        ["HostConfig.UsernsMode"] = ["--userns", "auto"],
        ["HostConfig.NetworkMode host"] = ["--network", "host"],
        ["HostConfig.NetworkMode container:x"] = ["--network", "container:x"],
    };

    [Fact]
    public async Task Each_message_of_create_is_what_it_says()
    {
        var messages = File.ReadAllLines(Checkout.File("tests/Whelk.Integration.Tests/parity-exclusions.txt")).Select(line => line.Split(": ", 2)[1]);
        foreach (var message in messages.Where(message => message.StartsWith("HostConfig.", StringComparison.Ordinal)).Distinct())
        {
            var refused = await shared.Daemon.WhelkAsync(["create", "--isolation", "vm", .. Asking[message.Split(": ")[0]], "whelk/base", "true"]);

            Assert.Equal(1, refused.Status.ShellCode);
            Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        }
    }
}
