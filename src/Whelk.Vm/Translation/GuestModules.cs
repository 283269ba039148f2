namespace Whelk.Vm.Translation;

/// <summary>Kernel modules that setups name, each list in the order of its dependencies (src/guest/modules has the files).</summary>
internal static class GuestModules
{
    internal static readonly IReadOnlyList<string> Image = ["virtio_blk", "crc32c_generic", "libcrc32c", "erofs", "overlay"];

    internal static readonly IReadOnlyList<string> Scratch = ["crc16", "mbcache", "jbd2", "ext4"];

    internal static readonly IReadOnlyList<string> Network = ["failover", "net_failover", "virtio_net"];

    internal static readonly IReadOnlyList<string> NineP = ["netfs", "fscache", "9pnet", "9pnet_virtio", "9p"];

    internal static readonly IReadOnlyList<string> Virtiofs = ["fuse", "virtiofs"];
}
