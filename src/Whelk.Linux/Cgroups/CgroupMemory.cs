namespace Whelk.Linux.Cgroups;

/// <summary>The memory that a group is charged with.</summary>
/// <param name="TmpfsBytes">Files in memory: tmpfs, shared memory.</param>
/// <param name="PeakBytes">
/// The most that was charged at once, without files of disks and the kernel's own memory as far as they are charged now; null where
/// this kernel keeps no high-water mark.
/// </param>
public sealed record CgroupMemory(long TmpfsBytes, long? PeakBytes);
