using System.Text.Json;
using Whelk.Vm.Qemu;
using Xunit;

namespace Whelk.Vm.Tests.Qemu;

public sealed class QemuCommandLineTests
{
    [Fact]
    public void Of_the_accelerators_differ_in_accelerator_and_processor_model_alone()
    {
        var shape = Shape(new Device.Disk(4, "/i.erofs", ReadOnly: true));
        var kvm = QemuCommandLine.Of(shape, Accelerator.Kvm, 2_000_000);
        var tcg = QemuCommandLine.Of(shape, Accelerator.Tcg, 2_000_000);
        Assert.Equal(kvm.Count, tcg.Count);
        Assert.Equal(["-accel", "-cpu"], Enumerable.Range(0, kvm.Count).Where(i => kvm[i] != tcg[i]).Select(i => kvm[i - 1]));
    }

    [Fact]
    public void Of_a_clone_it_has_no_kernel_and_copies_what_it_writes()
    {
        using var file = File.OpenHandle("/dev/null");
        var clone = QemuCommandLine.Of(Shape(new Device.NetworkCard(3, file, "02:00:00:00:00:01")) with { Ram = new GuestRam.Copied(file, file) }, Accelerator.Tcg, 1);
        Assert.Contains($"memory-backend-file,id=m0,size=256M,mem-path=/proc/self/fd/{QemuCommandLine.RamFd},share=off", clone);
        Assert.Equal("defer", clone[clone.IndexOf("-incoming") + 1]);
        Assert.DoesNotContain("-kernel", clone);
        Assert.Contains($"tap,id=n3,fd={QemuCommandLine.FirstDeviceFd}", clone);
    }

    [Fact]
    public void Of_a_template_it_differs_from_a_machine_that_boots_in_its_memory_alone()
    {
        using var file = File.OpenHandle("/dev/null");
        var booted = QemuCommandLine.Of(Shape(), Accelerator.Tcg, 1);
        var template = QemuCommandLine.Of(Shape() with { Ram = new GuestRam.Kept(file) }, Accelerator.Tcg, 1);
        Assert.Equal(["-object"], Enumerable.Range(0, booted.Count).Where(i => booted[i] != template[i]).Select(i => booted[i - 1]));
    }

    [Fact]
    public void Of_any_machine_is_confined()
    {
        var line = string.Join(' ', QemuCommandLine.Of(Shape(), Accelerator.Tcg, 2_000_000));
        Assert.Contains("-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny", line, StringComparison.Ordinal);
        Assert.Contains("-nodefaults -no-user-config", line, StringComparison.Ordinal);
        Assert.Contains("tsc_early_khz=2000000", line, StringComparison.Ordinal);
        Assert.DoesNotContain("file:", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_devices_that_come_open_count_their_descriptors_in_order()
    {
        using var one = File.OpenHandle("/dev/null");
        using var other = File.OpenHandle("/dev/null");
        var line = QemuCommandLine.Of(
            Shape(new Device.NetworkCard(3, one, "02:00:00:00:00:01"), new Device.Disk(4, "/i", ReadOnly: true), new Device.VirtiofsShare(22, other, "host")),
            Accelerator.Tcg,
            1);
        Assert.Contains($"tap,id=n3,fd={QemuCommandLine.FirstDeviceFd}", line);
        Assert.Contains($"fd={QemuCommandLine.FirstDeviceFd + 1},set=104", line);
        Assert.Contains($"socket,id=s22,fd={QemuCommandLine.FirstDeviceFd + 2}", line);
    }

    [Theory]
    [InlineData("/a,readonly=off,file=/etc/shadow", "/a,,readonly=off,,file=/etc/shadow")]
    [InlineData("/a,,b", "/a,,,,b")]
    [InlineData("/a=b c", "/a=b c")]
    public void Of_a_path_with_commas_stays_a_path(string path, string written)
    {
        Assert.Contains(QemuCommandLine.Of(Shape(new Device.NinePShare(6, path, "t")), Accelerator.Tcg, 1), argument => argument.Contains($"path={written},security_model", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_an_image_it_cannot_be_written()
    {
        var line = QemuCommandLine.Of(Shape(new Device.Disk(4, "/i", ReadOnly: true), new Device.Disk(5, "/s", ReadOnly: false)), Accelerator.Tcg, 1);
        Assert.Equal(["d4", "d5", "f4", "f5"], Nodes(line).Keys.Order());
        Assert.All(Nodes(line), node => Assert.Equal(node.Key.EndsWith('4'), node.Value.TryGetProperty("read-only", out var only) && only.GetBoolean()));
    }

    // By their names.
    private static Dictionary<string, JsonElement> Nodes(List<string> line) => line.Index()
        .Where(word => word.Item == "-blockdev")
        .Select(word => JsonElement.Parse(line[word.Index + 1]))
        .ToDictionary(node => node.GetProperty("node-name").GetString()!);

    private static VmShape Shape(params Device[] devices) => new() { MemoryMiB = 256, Devices = devices };
}
