using Whelk.Linux.Files;

namespace Whelk.Vm.Qemu;

/// <summary>
/// The user that a QEMU is: nobody else's, so that one that its guest has taken over can neither open files of the host's nor reach another QEMU. Users from 0x70000000 are
/// given to nobody (systemd, UIDS-GIDS: "unused"); its pid, which no other living process has, is added.
/// </summary>
internal static class QemuUser
{
    private const uint First = 0x70000000;
    private const uint GroupMayUse = 0x30; // rw for the group, S_IRGRP | S_IWGRP
    private const uint OthersMayUse = 0x6;

    /// <summary>
    /// What spawn is told; nothing where QEMU must stay root: it serves folders of root's over 9p, KVM here is for root alone, or this is a user namespace that has no such users.
    /// </summary>
    internal static IReadOnlyList<string> Arguments(VmShape shape, string accelerator)
    {
        if (shape.Devices.Any(device => device is Device.NinePShare) || !IsEveryUserHere())
        {
            return [];
        }

        return accelerator == Accelerator.Kvm
            ? GroupForKvm() is { } group ? ["--own-user", $"{First}", group] : []
            : ["--own-user", $"{First}", string.Empty];
    }

    // Empty: everybody may use it. Null: root alone.
    private static string? GroupForKvm()
    {
        using var devices = DirectoryHandle.Open("/dev");
        return devices.TryStat(FilePath.From("kvm")) is not { } status ? null
            : (status.Mode & OthersMayUse) == OthersMayUse ? string.Empty
            : (status.Mode & GroupMayUse) == GroupMayUse ? $"{status.Gid}"
            : null;
    }

    private static bool IsEveryUserHere() =>
        File.ReadAllText("/proc/self/uid_map").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is ["0", "0", "4294967295"];
}
