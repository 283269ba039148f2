using Whelk.Linux.Mounts;

namespace Whelk.Vm.Translation;

/// <summary>The options of a mount in config.json, as mount(2) takes them: flags, and the rest as data.</summary>
internal sealed record MountOptions(MountFlags Flags, string Data)
{
    private static readonly Dictionary<string, MountFlags> Set = new()
    {
        ["ro"] = MountFlags.MS_RDONLY, ["rro"] = MountFlags.MS_RDONLY, ["nosuid"] = MountFlags.MS_NOSUID, ["nodev"] = MountFlags.MS_NODEV, ["noexec"] = MountFlags.MS_NOEXEC,
        ["noatime"] = MountFlags.MS_NOATIME, ["bind"] = MountFlags.MS_BIND, ["rbind"] = MountFlags.MS_BIND | MountFlags.MS_REC,
        ["relatime"] = (MountFlags)(1 << 21), ["strictatime"] = (MountFlags)(1 << 24), ["sync"] = (MountFlags)16, ["nodiratime"] = (MountFlags)2048,
    };

    private static readonly Dictionary<string, MountFlags> Cleared = new()
    {
        ["rw"] = MountFlags.MS_RDONLY, ["suid"] = MountFlags.MS_NOSUID, ["dev"] = MountFlags.MS_NODEV, ["exec"] = MountFlags.MS_NOEXEC, ["atime"] = MountFlags.MS_NOATIME,
    };

    // Of no meaning in a guest that has one mount namespace with one workload, or for engines only.
    private static readonly HashSet<string> Ignored =
    [
        "defaults", "private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable", "async", "norelatime", "nostrictatime", "copyup", "tmpcopyup", "rrw", "diratime", "z", "Z", "U", "nocopyup",
    ];

    internal bool ReadOnly => (Flags & MountFlags.MS_RDONLY) != MountFlags.None;

    internal static MountOptions Parse(IEnumerable<string>? options)
    {
        var flags = MountFlags.None;
        var data = new List<string>();
        foreach (var option in options ?? [])
        {
            if (Set.TryGetValue(option, out var set))
            {
                flags |= set;
            }
            else if (Cleared.TryGetValue(option, out var cleared))
            {
                flags &= ~cleared;
            }
            else if (!Ignored.Contains(option))
            {
                data.Add(option);
            }
        }

        return new MountOptions(flags, string.Join(',', data));
    }
}
