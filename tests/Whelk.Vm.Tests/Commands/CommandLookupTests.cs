using Whelk.Oci.Runtime;
using Whelk.Vm.Commands;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Commands;

public sealed class CommandLookupTests : IDisposable
{
    private readonly ScratchFolder _root = new();

    public CommandLookupTests()
    {
        _root.Folder("bin");
        _root.Folder("usr/bin");
        File.SetUnixFileMode(_root.File("bin/tool", "x"), (UnixFileMode)0x1ED);
        File.SetUnixFileMode(_root.File("bin/text", "x"), (UnixFileMode)0x1A4);
        File.CreateSymbolicLink(Path.Combine(_root.Path, "usr/bin/link"), "/bin/tool");
        File.CreateSymbolicLink(Path.Combine(_root.Path, "usr/bin/out"), "../../../../../../../bin/sh");
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("tool")]
    [InlineData("/bin/tool")]
    [InlineData("./tool")]
    [InlineData("link")]
    public void Check_what_is_there_passes(string name) => Check(name);

    [Theory]
    [InlineData("missing", 127, "exec: \"missing\": executable file not found in $PATH")]
    [InlineData("/bin/missing", 127, "exec: \"/bin/missing\": no such file or directory")]
    [InlineData("/bin/text", 126, "exec: \"/bin/text\": permission denied")]
    [InlineData("text", 126, "exec: \"text\": permission denied")]
    [InlineData("/usr", 126, "exec: \"/usr\": permission denied")]
    [InlineData("out", 127, "exec: \"out\": executable file not found in $PATH")]
    public void Check_what_cannot_run_is_refused(string name, int code, string words)
    {
        var exception = Assert.Throws<CommandFailedException>(() => Check(name));
        Assert.Equal((code, words), (exception.ExitCode, exception.Message));
    }

    [Theory]
    [InlineData("/run/podman-init", "/run/podman-init")]
    [InlineData("/run.sh", "/run.sh")]
    [InlineData("tool2", "/usr/bin/tool2")]
    [InlineData("./run.sh", "/bin/run.sh")]
    [InlineData("/data/sub/run.sh", "/data/")]
    [InlineData("/data/sub/run.sh", "/x/../data")]
    public void Check_leaves_it_to_the_guest_what_comes_by_a_mount(string name, string destination) => Check(name, destination);

    [Theory]
    [InlineData("/run.sh", "/run.sh2")]
    [InlineData("/run.sh2", "/run.sh")]
    [InlineData("/data2/run.sh", "/data")]
    public void Check_what_lies_beside_a_mount_is_refused(string name, string destination) => Assert.Throws<CommandFailedException>(() => Check(name, destination));

    [Fact]
    public void Check_leaves_it_to_the_guest_where_other_folders_come_in() => Check("missing", new HostBind("1", "/data", IsFolder: true, ReadOnly: false, Recursive: true));

    private void Check(string name, params HostBind[] more) => Check(name, more, []);

    private void Check(string name, string destination) => Check(name, [], [new MountSpec { Destination = destination }]);

    private void Check(string name, HostBind[] more, MountSpec[] mounts) => CommandLookup.Check(
        _root.Path,
        new ProcessSpec { Cwd = "/bin", Args = [name], Env = ["PATH=/usr/bin:/bin"] },
        [new HostBind("root", _root.Path, IsFolder: true, ReadOnly: false, Recursive: true), .. more],
        mounts);
}
