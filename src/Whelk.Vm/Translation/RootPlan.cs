using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Translation;

/// <summary>Where the workload's root comes from: an EROFS image with an overlay above it, or a folder of the host's.</summary>
internal sealed record RootPlan
{
    /// <summary>What the root is called in the folder that a guest gets of its host.</summary>
    internal const string StagedName = "root";

    private const string OverlayPath = "/run/root";
    private const string LowerPath = "/run/lower";
    private const string UpperPath = "/run/scratch/upper";

    private const ushort ImageSlot = 4;
    private const ushort ScratchSlot = 5;
    private const uint Executable = 0x1ED;

    /// <summary>Where the agent has the root in the end.</summary>
    internal required string Path { get; init; }

    /// <summary>The sides of the overlay that is the root; null where it is none.</summary>
    internal string? Upper { get; init; }

    internal string? Lower { get; init; }

    internal IReadOnlyList<SetupOperation> Operations { get; init; } = [];

    /// <summary>Takes away what the operations have made.</summary>
    internal IReadOnlyList<SetupOperation> Undo =>
    [
        .. Operations.OfType<SetupOperation.Mount>().Reverse().Select(mount => new SetupOperation.Unmount(mount.Target)),
        .. Operations.OfType<SetupOperation.BindSlot>().Select(bound => new SetupOperation.UnbindSlot(bound.Slot)),
    ];

    internal IReadOnlyList<Device.Disk> Disks { get; init; } = [];

    /// <summary>The host's folder that is the root; null where an image is.</summary>
    internal string? Folder { get; init; }

    /// <summary>The disk to be made if it is missing.</summary>
    internal string? ScratchDisk { get; init; }

    internal static RootPlan Of(RuntimeSpec config, string bundle, PodRole role)
    {
        var image = Annotations.Of(config, Annotations.RootErofs);
        if (image is null)
        {
            return OfFolder(System.IO.Path.GetFullPath(config.Root?.Path ?? "rootfs", bundle), role);
        }

        if (role.Sandbox is not null)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"annotation {Annotations.RootErofs}: the root of a container in a pod is a folder, as its virtual machine has all its disks from the start");
        }

        if (!File.Exists(image))
        {
            throw new WhelkException(ErrorCode.NotFound, $"root image {image}: no such file");
        }

        var scratch = Annotations.Of(config, Annotations.RootEphemeral) == "true" ? null
            : Annotations.Of(config, Annotations.RootScratch)
            ?? throw new WhelkException(ErrorCode.InvalidArgument, $"annotation {Annotations.RootErofs} needs {Annotations.RootScratch} or {Annotations.RootEphemeral}=true");
        return OfImage(image, scratch);
    }

    /// <summary>The disks of a machine whose root comes later, with what is in their places until then.</summary>
    internal static IReadOnlyList<Device.Disk> Exchanged(string image, string scratch) =>
        [new Device.Disk(ImageSlot, image, ReadOnly: true), new Device.Disk(ScratchSlot, scratch, ReadOnly: false)];

    /// <summary>Of an image whose changes are kept in the guest's memory.</summary>
    internal static RootPlan Ephemeral(string image) => OfImage(image, null);

    private static RootPlan OfFolder(string folder, PodRole role)
    {
        if (!Directory.Exists(folder))
        {
            throw new WhelkException(ErrorCode.NotFound, $"rootfs ({folder}) does not exist");
        }

        return new RootPlan { Path = $"{GuestShares.StagedPath}/{role.Place}{StagedName}", Folder = folder };
    }

    private static RootPlan OfImage(string image, string? scratch)
    {
        var operations = new List<SetupOperation>
        {
            new SetupOperation.LoadModules(GuestModules.Image),
            new SetupOperation.BindSlot(ImageSlot),
            new SetupOperation.MakeDirectory(LowerPath, Executable),
            new SetupOperation.Mount($"slot:{ImageSlot}", LowerPath, "erofs", (ulong)MountFlags.MS_RDONLY, string.Empty),
            new SetupOperation.MakeDirectory("/run/scratch", Executable),
        };
        operations.AddRange(scratch is null
            ? [new SetupOperation.Mount("tmpfs", "/run/scratch", "tmpfs", 0, "mode=0755")]
            :
            [
                new SetupOperation.LoadModules(GuestModules.Scratch),
                new SetupOperation.BindSlot(ScratchSlot),
                new SetupOperation.Mount($"slot:{ScratchSlot}", "/run/scratch", "ext4", (ulong)MountFlags.MS_NOATIME, "discard"),
            ]);
        operations.AddRange(
        [
            new SetupOperation.MakeDirectory(UpperPath, Executable),
            new SetupOperation.MakeDirectory("/run/scratch/work", Executable),
            new SetupOperation.MakeDirectory(OverlayPath, Executable),
            new SetupOperation.Mount("overlay", OverlayPath, "overlay", 0, $"lowerdir={LowerPath},upperdir={UpperPath},workdir=/run/scratch/work"),
        ]);
        List<Device.Disk> disks = [new Device.Disk(ImageSlot, image, ReadOnly: true)];
        if (scratch is not null)
        {
            disks.Add(new Device.Disk(ScratchSlot, scratch, ReadOnly: false));
        }

        return new RootPlan { Path = OverlayPath, Upper = UpperPath, Lower = LowerPath, Operations = operations, Disks = disks, ScratchDisk = scratch };
    }
}
