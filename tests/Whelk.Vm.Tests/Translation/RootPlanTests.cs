using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class RootPlanTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Of_an_ephemeral_image_keeps_changes_in_memory()
    {
        var image = _scratch.File("i.erofs", "x");
        var plan = RootPlan.Of(Config((Annotations.RootErofs, image), (Annotations.RootEphemeral, "true")), "/", PodRole.Alone);
        var disk = Assert.IsType<Device.Disk>(Assert.Single(plan.Disks));
        Assert.Equal((4, image, true), (disk.Slot, disk.Path, disk.ReadOnly));
        Assert.Contains(plan.Operations, operation => operation is SetupOperation.Mount { Type: "tmpfs", Target: "/run/scratch" });
        Assert.Null(plan.ScratchDisk);
        Assert.Null(plan.Folder);
    }

    [Fact]
    public void Of_an_image_with_a_scratch_disk_keeps_changes_there()
    {
        var image = _scratch.File("i.erofs", "x");
        var plan = RootPlan.Of(Config((Annotations.RootErofs, image), (Annotations.RootScratch, "/s.ext4")), "/", PodRole.Alone);
        Assert.Equal("/s.ext4", plan.ScratchDisk);
        Assert.Equal([(4, true), (5, false)], plan.Disks.Cast<Device.Disk>().Select(disk => ((int)disk.Slot, disk.ReadOnly)));
        Assert.Contains(plan.Operations, operation => operation is SetupOperation.Mount { Type: "ext4", Source: "slot:5" });
    }

    [Fact]
    public void Of_an_image_binds_each_disk_before_it_is_mounted()
    {
        var plan = RootPlan.Of(Config((Annotations.RootErofs, _scratch.File("i.erofs", "x")), (Annotations.RootScratch, "/s.ext4")), "/", PodRole.Alone);
        var operations = plan.Operations.ToList();
        foreach (var slot in new ushort[] { 4, 5 })
        {
            var bound = operations.FindIndex(operation => operation is SetupOperation.BindSlot bind && bind.Slot == slot);
            Assert.InRange(bound, 0, operations.FindIndex(operation => operation is SetupOperation.Mount mount && mount.Source == $"slot:{slot}") - 1);
        }
    }

    [Fact]
    public void Of_a_folder_shares_it()
    {
        var root = _scratch.Folder("rootfs");
        var plan = RootPlan.Of(new RuntimeSpec { OciVersion = "1.0.2", Root = new RootSpec { Path = "rootfs" } }, _scratch.Path, PodRole.Alone);
        Assert.Equal((root, "/run/whelk/host/root"), (plan.Folder, plan.Path));
        Assert.Empty(plan.Disks);
    }

    [Fact]
    public void Of_what_is_missing_is_refused()
    {
        Refused(ErrorCode.NotFound, new RuntimeSpec { OciVersion = "1.0.2", Root = new RootSpec { Path = "/no/such" } });
        Refused(ErrorCode.NotFound, Config((Annotations.RootErofs, "/no/such.erofs"), (Annotations.RootEphemeral, "true")));
        Refused(ErrorCode.InvalidArgument, Config((Annotations.RootErofs, _scratch.File("i.erofs", "x"))));
    }

    private static void Refused(ErrorCode code, RuntimeSpec config) => Assert.Equal(code, Assert.Throws<WhelkException>(() => RootPlan.Of(config, "/", PodRole.Alone)).Code);

    private static RuntimeSpec Config(params (string Name, string Value)[] annotations) =>
        new() { OciVersion = "1.0.2", Annotations = annotations.ToDictionary(annotation => annotation.Name, annotation => annotation.Value) };
}
