using Whelk.Engine;

namespace Whelk.Advice.Doctor;

/// <summary>What this host offers and lacks, each tried out where it can be, with what mends it.</summary>
public static class HostDoctor
{
    private const string RepairCommand = "whelk doctor --repair";

    /// <summary>Removes what earlier daemons, monitors and workloads have left.</summary>
    public static async Task<IReadOnlyList<HostCheck>> RepairAsync(WhelkEngine engine, CancellationToken cancellationToken) =>
        await LeftoverChecks.RepairAsync(await engine.LeftoversAsync(cancellationToken), RepairCommand);

    /// <summary>Waits for the runtimes to have been tried; changes nothing on the host.</summary>
    public static async Task<IReadOnlyList<HostCheck>> ExamineAsync(WhelkEngine engine, CancellationToken cancellationToken)
    {
        await engine.Runtimes.TriedAsync(cancellationToken);
        return
        [
            KernelCheck.Run(),
            .. CgroupChecks.Run(),
            .. SystemdCheck.Of(engine.Groups),
            OverlayCheck.Run(engine.Paths.Root),
            .. RuntimeChecks.Of(engine.Runtimes.All),
            .. RuntimeChecks.Of(await engine.KeptAsync(cancellationToken)),
            await ErofsCheck.RunAsync(engine.Paths.Root, cancellationToken),
            await PacketFilterCheck.RunAsync(cancellationToken),
            .. ForwardingCheck.Run([.. engine.Networks.Own.Where(network => network.EnableIPv6).Select(network => network.Name).Order(StringComparer.Ordinal)]),
            SpaceCheck.Run(engine.Paths.Root),
            BuiltInImageCheck.Run(engine),
            .. LeftoverChecks.Of(await engine.LeftoversAsync(cancellationToken), RepairCommand),
        ];
    }
}
