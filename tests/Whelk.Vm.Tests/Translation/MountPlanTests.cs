using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class MountPlanTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Of_kernel_file_systems_are_mounted_in_the_guest_in_order()
    {
        var plan = Plan(
            new MountSpec { Destination = "/proc", Type = "proc", Source = "proc" },
            new MountSpec { Destination = "/dev", Type = "tmpfs", Source = "tmpfs", Options = ["nosuid", "mode=755", "size=64k"] },
            new MountSpec { Destination = "/sys/fs/cgroup", Type = "cgroup", Source = "cgroup", Options = ["ro"] });
        Assert.Equal(["/proc", "/dev", "/sys/fs/cgroup"], plan.Mounts.Select(mount => mount.Target));
        Assert.Equal(((ulong)MountFlags.MS_NOSUID, "mode=755,size=64k"), (plan.Mounts[1].Flags, plan.Mounts[1].Data));
        Assert.Equal("cgroup2", plan.Mounts[2].Type);
        Assert.Empty(plan.Operations);
        Assert.Empty(plan.Staged);
        Assert.Empty(plan.Devices);
    }

    [Fact]
    public void Of_folders_that_are_only_read_needs_no_daemon()
    {
        var plan = Plan(Bind(_scratch.Folder("a"), "/a", "rbind", "ro"), Bind(_scratch.Folder("b"), "/b", "ro"));
        Assert.Empty(plan.Staged);
        Assert.Equal([6, 7], plan.Devices.Select(device => (int)device.Slot));
        Assert.All(plan.Devices, device => Assert.IsType<Device.NinePShare>(device));
        Assert.Equal(["/run/whelk/shares/6", "/run/whelk/shares/7"], plan.Mounts.Select(mount => mount.Source));
    }

    [Fact]
    public void Of_one_folder_that_is_written_all_binds_go_together()
    {
        var plan = Plan(Bind(_scratch.Folder("ro"), "/ro", "rbind", "ro"), Bind(_scratch.Folder("rw"), "/rw", "bind"), Bind(_scratch.File("f", "x"), "/etc/f", "ro"));
        Assert.Empty(plan.Devices);
        Assert.Equal([(true, true, true), (true, false, false), (false, true, false)], plan.Staged.Select(bind => (bind.IsFolder, bind.ReadOnly, bind.Recursive)));
        Assert.Equal(plan.Staged.Select(bind => $"/run/whelk/host/{bind.Name}"), plan.Mounts.Select(mount => mount.Source));
        Assert.Contains(plan.Operations, operation => operation is SetupOperation.Mount { Type: "virtiofs" });
    }

    [Fact]
    public void Of_a_root_folder_it_comes_first_and_is_written()
    {
        var plan = MountPlan.Of(Config(Bind(_scratch.File("hosts", "x"), "/etc/hosts", "ro")), "/", "/the/root", PodRole.Alone);
        Assert.Equal(new HostBind("root", "/the/root", IsFolder: true, ReadOnly: false, Recursive: true), plan.Staged[0]);
        Assert.Equal(2, plan.Staged.Count);
    }

    [Fact]
    public void Of_an_engines_own_files_copies_them_where_nothing_else_is_shared()
    {
        var plan = Plan(Bind(_scratch.File("resolv", "nameserver 1.2.3.4\n"), "/etc/resolv.conf", "rw"), Bind(_scratch.File("cert", "c"), "/etc/cert", "ro"));
        Assert.Empty(plan.Staged);
        Assert.Equal(["nameserver 1.2.3.4\n", "c"], plan.Operations.OfType<SetupOperation.WriteFile>().Select(file => System.Text.Encoding.UTF8.GetString(file.Content)));
    }

    [Fact]
    public void Refresh_copies_what_changed_of_an_engines_own_files()
    {
        var (hosts, cert) = (_scratch.File("hosts", "one"), _scratch.File("cert", "c"));
        var plan = Plan(Bind(hosts, "/etc/hosts", "rw"), Bind(hosts, "/run/.containerenv", "rw"), Bind(cert, "/etc/cert", "ro"));
        _scratch.File("hosts", "two");
        _scratch.File("cert", "d");

        var changed = plan.Refresh().Cast<SetupOperation.WriteFile>().ToList();

        Assert.Equal(plan.Mounts.Take(2).Select(mount => mount.Source), changed.Select(file => file.Path));
        Assert.All(changed, file => Assert.Equal("two"u8.ToArray(), file.Content));
        Assert.Equal(2, plan.Refresh().Count);
        plan.Confirm(changed);
        Assert.Empty(plan.Refresh());
    }

    [Theory]
    [InlineData("larger than what is copied")]
    [InlineData("gone")]
    [InlineData("no file")]
    public async Task Refresh_leaves_alone_what_could_not_be_copied_any_more(string change)
    {
        var hosts = _scratch.File("hosts", "one");
        var plan = Plan(Bind(hosts, "/etc/hosts", "rw"));
        File.Delete(hosts);
        switch (change)
        {
            case "gone":
                break;
            case "no file":
                await Runtime.Support.VmHost.DoAsync("/usr/bin/mkfifo", hosts);
                break;
            default:
                File.WriteAllText(hosts, new string('x', 300_000));
                break;
        }

        Assert.Empty(plan.Refresh());
    }

    [Theory]
    [InlineData("a file that is written", 10, "/data/f", "rw", true)]
    [InlineData("a small file that is read", 10, "/data/f", "ro", false)]
    [InlineData("a small file that is read, recursively", 10, "/data/f", "rro", false)]
    [InlineData("a large file that is read", 300_000, "/data/f", "ro", true)]
    [InlineData("an engine's file", 10, "/etc/hosts", "rw", false)]
    public void Of_a_file_needs_the_daemon_only_where_a_copy_will_not_do(string what, int size, string destination, string option, bool staged)
    {
        Assert.NotEmpty(what);
        Assert.Equal(staged, Plan(Bind(_scratch.File("f", new string('x', size)), destination, option)).Staged.Count > 0);
    }

    [Fact]
    public async Task Of_a_file_of_another_owner_keeps_the_owner_through_the_daemon()
    {
        var file = _scratch.File("f", "x");
        await Runtime.Support.VmHost.DoAsync("/bin/chown", "7:8", file);
        Assert.Single(Plan(Bind(file, "/f", "ro")).Staged);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 3)]
    public void Of_files_needs_the_daemon_where_their_copies_fill_a_frame(int count, int staged)
    {
        MountSpec[] mounts = [.. Enumerable.Range(0, count).Select(i => Bind(_scratch.File($"f{i}", new string('x', 250_000)), $"/f{i}", "ro"))];
        Assert.Equal(staged, Plan(mounts).Staged.Count);
    }

    [Fact]
    public void Of_shared_memory_is_memory_of_the_guests_own()
    {
        var mount = Assert.Single(Plan(Bind(_scratch.Folder("shm"), "/dev/shm", "rbind", "rw")).Mounts);
        Assert.Equal(("tmpfs", "/dev/shm"), (mount.Type, mount.Target));
    }

    [Fact]
    public void Of_a_relative_source_starts_from_the_bundle()
    {
        _scratch.Folder("sub");
        var plan = MountPlan.Of(Config(Bind("sub", "/s", "rbind")), _scratch.Path, null, PodRole.Alone);
        Assert.Equal(Path.Combine(_scratch.Path, "sub"), Assert.Single(plan.Staged).HostPath);
    }

    [Fact]
    public void Of_a_link_to_a_file_is_a_file()
    {
        File.CreateSymbolicLink(Path.Combine(_scratch.Path, "link"), _scratch.File("target", "x"));
        Assert.False(Assert.Single(Plan(Bind(Path.Combine(_scratch.Path, "link"), "/l", "rw")).Staged).IsFolder);
    }

    [Fact]
    public void Of_what_cannot_enter_a_machine_is_refused_by_name()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_scratch.Path, "sock")));
        Refused(ErrorCode.Unsupported, "/s", Bind(Path.Combine(_scratch.Path, "sock"), "/s", "rw"));
        Refused(ErrorCode.Unsupported, "/d", Bind("/dev/null", "/d", "rw"));
        Refused(ErrorCode.NotFound, "/m", Bind(Path.Combine(_scratch.Path, "missing"), "/m", "rw"));
        Refused(ErrorCode.Unsupported, "/n", new MountSpec { Destination = "/n", Type = "nfs", Source = "host:/x" });
    }

    [Fact]
    public void Of_more_folders_than_slots_is_refused()
    {
        var folder = _scratch.Folder("a");
        Refused(ErrorCode.Unsupported, folder, [.. Enumerable.Range(0, 17).Select(i => Bind(folder, $"/m{i}", "ro"))]);
    }

    private static void Refused(ErrorCode code, string named, params MountSpec[] mounts)
    {
        var exception = Assert.Throws<WhelkException>(() => Plan(mounts));
        Assert.Equal(code, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static MountPlan Plan(params MountSpec[] mounts) => MountPlan.Of(Config(mounts), "/", null, PodRole.Alone);

    private static RuntimeSpec Config(params MountSpec[] mounts) => new() { OciVersion = "1.0.2", Mounts = mounts };

    private static MountSpec Bind(string source, string destination, params string[] options) =>
        new() { Destination = destination, Type = "bind", Source = source, Options = options };
}
