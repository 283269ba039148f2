namespace Whelk.Vm.Monitor;

/// <summary>Why a workload ended, where its exit status does not say it.</summary>
internal sealed partial class MonitorProcess
{
    private protected override async Task KeepCauseAsync()
    {
        if (Relay.IsLost && !IsKilled)
        {
            Options.Folder.KeepFault(await FaultOfAsync(_boot!.Machine));
        }
    }

    // In one line: what the guest did, else what its kernel says of its end, else what was said last.
    private static async Task<string> FaultOfAsync(Machine machine)
    {
        var last = (await machine.LastWordsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        return machine.Session.IsBroken ? machine.Session.Loss! : $"{machine.Session.Loss}: {machine.Qemu.Panic ?? last}";
    }
}
