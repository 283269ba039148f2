using Whelk.Guest.Protocol;
using Whelk.Linux.Namespaces;
using Whelk.Testing;
using Whelk.Vm.Monitor;
using Whelk.Vm.Qemu;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>What the agent says of a setup that it cannot do.</summary>
public sealed class SetupTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly GuestFiles Built = new()
    {
        Qemu = GuestFiles.FindQemu()!, Kernel = Checkout.Built("guest/vmlinux"), Initramfs = Checkout.Built("guest/initramfs.cpio"), Spawn = Checkout.Built("spawn"),
    };

    [Fact]
    public async Task Words_that_are_no_addresses_are_answered_with_an_error_and_the_agent_goes_on()
    {
        using var spawner = NamespaceThread.Plain("setup");
        await using var qemu = QemuProcess.Start(new VmShape { MemoryMiB = 512, Processors = 1 }, Built, Accelerator.Tcg, spawner);
        var session = new AgentSession(qemu.Agent, qemu.Kill);
        _ = session.RunAsync();
        await session.Ready.WaitAsync(Bound);

        foreach (var (operation, error) in new (SetupOperation, string)[]
        {
            (new SetupOperation.Route("lo", string.Empty, string.Empty), "Route: '' is no network"),
            (new SetupOperation.Route("lo", "10.0.0.0/33", string.Empty), "Route: '10.0.0.0/33' is no network"),
            (new SetupOperation.Route("lo", "0.0.0.0/0", "a gateway"), "Route: 'a gateway' is no address"),
            (new SetupOperation.Interface("lo", [], 0, ["10.0.0.1"]), "Interface: '10.0.0.1' is no address with the length of its network"),
        })
        {
            Assert.Equal(error, await session.SetupAsync([operation]).WaitAsync(Bound));
        }

        Assert.Empty(await session.SetupAsync([new SetupOperation.Interface("lo", [], 0, ["10.9.9.1/24"]), new SetupOperation.Route("lo", "10.9.8.0/24", string.Empty)]).WaitAsync(Bound));
    }
}
