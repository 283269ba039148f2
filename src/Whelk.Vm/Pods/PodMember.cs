using Whelk.Guest.Protocol;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Pods;

/// <summary>A container in the machine of a sandbox, as the sandbox's monitor has it.</summary>
internal sealed class PodMember(JoinRequest request)
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Id => request.Id;

    /// <summary>The folder that its binds are in.</summary>
    internal string Place => request.Place;

    internal IReadOnlyList<HostBind> Binds => request.Binds;

    /// <summary>The stream of its first process; 0 until that is started.</summary>
    internal ushort Stream { get; set; }

    /// <summary>Completes when nothing is left of it.</summary>
    internal Task Gone => _gone.Task;

    /// <summary>What the guest does when it has ended: binds are seen as mounts of their own there.</summary>
    internal IReadOnlyList<SetupOperation> Undo => [new SetupOperation.Dissolve(), .. Unmounts];

    /// <summary>What the guest does when the binds are gone from the host: whoever walks to a place that it still remembers finds that it is none, and lets go of it.</summary>
    internal IReadOnlyList<SetupOperation> Forgetting => [.. Unmounts, Unmount(Place)];

    internal void MarkGone() => _gone.TrySetResult();

    private IEnumerable<SetupOperation.Unmount> Unmounts => Binds.Select(bind => Unmount(bind.Name));

    private static SetupOperation.Unmount Unmount(string name) => new($"{GuestShares.StagedPath}/{name}");
}
