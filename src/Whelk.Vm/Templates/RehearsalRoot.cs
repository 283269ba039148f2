using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Vm.Monitor;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Templates;

/// <summary>A workload's root with nothing of a workload's: on it a machine rehearses that waits for one (src/guest/make-initramfs).</summary>
internal static class RehearsalRoot
{
    /// <summary>Of the disk that stands for a workload's until that comes.</summary>
    internal const int ScratchBytes = 1 << 20;

    private const string Name = "eth0";
    private const string Address = "192.0.2.2/24"; // TEST-NET-1, RFC 5737
    private const string Gateway = "192.0.2.1";
    private const uint Mtu = 1500;
    private static readonly byte[] s_hardware = [2, 0, 0, 0, 2, 2];

    /// <summary>Of the card that is rehearsed with, and that the guest keeps.</summary>
    internal static ushort CardSlot => GuestNetwork.Slots[0];

    /// <summary>The image, beside the other files of the guest.</summary>
    internal static string Path => System.IO.Path.Combine(GuestFiles.Folder, "rehearsal.erofs");

    /// <summary>What is done for a workload before its command.</summary>
    internal static IReadOnlyList<SetupOperation> Setup { get; } =
    [
        new SetupOperation.Limits([]),
        .. RootPlan.Ephemeral(Path).Operations,
        new SetupOperation.LoadModules(GuestModules.Network),
        new SetupOperation.BindSlot(CardSlot),
        new SetupOperation.Interface("lo", [], 0, []),
        new SetupOperation.Interface(Name, s_hardware, Mtu, [Address]),
        new SetupOperation.Route(Name, "0.0.0.0/0", Gateway),
    ];

    /// <summary>
    /// Takes all of it away again, and the filter. The card comes back as new, and up: to bring one up is the dearest part of a workload's network under emulation.
    /// Where the workload has no network the guest loses it.
    /// </summary>
    internal static IReadOnlyList<SetupOperation> Undo { get; } =
    [
        .. RootPlan.Ephemeral(Path).Undo,
        new SetupOperation.UnbindSlot(CardSlot),
        new SetupOperation.BindSlot(CardSlot),
        new SetupOperation.Interface(Name, [], 0, []),
        new SetupOperation.Unfiltered(),
    ];

    /// <summary>The command: one that ends at once.</summary>
    internal static GuestProcess Command { get; } = ProcessTranslation.Translate(
        new ProcessSpec
        {
            Args = ["/bin/spawn", "--version"],
            Cwd = "/",
            Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
        },
        new GuestRoot { Path = RootPlan.Ephemeral(Path).Path, Mounts = MountPlan.Of(new RuntimeSpec { OciVersion = "1.0.2", Mounts = DefaultMounts.All }, "/", null, PodRole.Alone).Mounts },
        null,
        null);
}
