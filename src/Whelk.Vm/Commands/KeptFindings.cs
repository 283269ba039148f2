using Whelk.Vm.Templates;

namespace Whelk.Vm.Commands;

/// <summary>What is kept for the machines of a root, in words.</summary>
internal static class KeptFindings
{
    private const string Name = "VM templates";
    private const int SecondsOfMinute = 60;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    internal static async Task<IReadOnlyList<KeptFinding>> OfAsync(string root)
    {
        if (TemplateSwitch.IsOff)
        {
            return [new KeptFinding(Name, "switched off (WHELK_VM_TEMPLATES=off): every machine boots")];
        }

        using var bound = new CancellationTokenSource(Bound);
        return await KeeperState.TryAskAsync(root, bound.Token) is { } state ? Of(state) : [new KeptFinding(Name, "nobody keeps any for this root: machines boot")];
    }

    internal static IReadOnlyList<KeptFinding> Of(KeeperState state) =>
    [
        new KeptFinding(Name, state.PoolSize == 0 ? "kept; no machine is to wait (WHELK_VM_POOL=0)" : $"kept; of each {Count(state.PoolSize, "machine is", "machines are")} to wait (WHELK_VM_POOL)"),
        .. state.Places.Select(place => Of(place, state.PoolSize)),
    ];

    private static KeptFinding Of(KeeperState.Place place, int poolSize)
    {
        var waiting = poolSize == 0 || place.Seconds is null ? string.Empty : place.Waiting == 0 ? ", no machine waits" : $", {Count(place.Waiting, "machine waits", "machines wait")}";
        var detail = $"{Count(place.Processors, "processor", "processors")}, {place.Accelerator}: {(place.Seconds is { } seconds ? $"made {Age(seconds)} ago, takes {place.TemplateMiB} MiB{waiting}" : "none yet, machines boot")}";
        var fault = place.Fault.Length > 0 ? place.Fault : place.Waiting == 0 ? place.WarmFault : string.Empty;
        return new KeptFinding(
            $"template of {place.MemoryMiB} MiB",
            fault.Length > 0 ? $"{detail}; what failed last: {fault.ReplaceLineEndings(" ")}" : detail,
            fault.Length > 0 ? "mend what it says: it is tried again, and machines start all the same, more slowly" : null);
    }

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Age(int seconds) => seconds < SecondsOfMinute ? $"{seconds} s" : $"{seconds / SecondsOfMinute} min";
}
