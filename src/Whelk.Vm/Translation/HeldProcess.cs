using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;

namespace Whelk.Vm.Translation;

/// <summary>What stands in a workload's place where its own program is not to be run: the guest's spawn, which does nothing until it is killed.</summary>
internal static class HeldProcess
{
    // Below /dev, which is memory of every workload's own: nothing is left of it on a disk.
    private const string Program = "/dev/.whelk-hold";

    /// <summary>Brings it into the workload's root.</summary>
    internal static MountEntry Mount => new("/spawn", Program, "bind", (ulong)MountFlags.MS_RDONLY, string.Empty);

    internal static GuestProcess In(GuestRoot root) => new() { Args = [Program, "--hold"], Root = root };
}
