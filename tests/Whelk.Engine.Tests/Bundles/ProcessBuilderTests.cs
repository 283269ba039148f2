using Whelk.Engine.Bundles;
using Whelk.Engine.Execs;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Oci.Runtime;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class ProcessBuilderTests
{
    private const string DockersPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    [Fact]
    public void Environment_is_path_hostname_term_then_the_workloads_own_then_home()
    {
        var spec = TestWorkload.Spec();

        Assert.Equal([DockersPath, "HOSTNAME=box", "A=image", "HOME=/root"], ProcessBuilder.Environment(spec, tty: false, [], TestWorkload.Root));
        Assert.Equal([DockersPath, "HOSTNAME=box", "TERM=xterm", "A=image", "HOME=/root"], ProcessBuilder.Environment(spec, tty: true, [], TestWorkload.Root));
    }

    [Fact]
    public void Environment_of_an_exec_goes_over_the_workloads()
    {
        var environment = ProcessBuilder.Environment(TestWorkload.Spec(), tty: false, ["A=exec", "PATH=/mine", "HOME=/here", "B="], TestWorkload.Root);

        Assert.Equal(["PATH=/mine", "HOSTNAME=box", "A=exec", "HOME=/here", "B="], environment);
    }

    [Theory]
    [InlineData("A=1 B=2", "B=3", "A=1 B=3")]
    [InlineData("A=1 B=2", "C=3 A=4", "A=4 B=2 C=3")]
    [InlineData("A=1 B=2", "A", "B=2")]
    [InlineData("A=1", "A=", "A=")]
    [InlineData("AB=1", "A=2", "AB=1 A=2")]
    [InlineData("A=1", "A=2 A=3", "A=3")]
    [InlineData("A=1", "A=x=y", "A=x=y")]
    [InlineData("A=1", "MISSING", "A=1")]
    [InlineData("A=1", "=nameless", "A=1")]
    [InlineData("", "A=1", "A=1")]
    public void Merge_puts_the_second_over_the_first_in_place(string lower, string upper, string expected) =>
        Assert.Equal(expected, string.Join(' ', ProcessBuilder.Merge(lower.Split(' ', StringSplitOptions.RemoveEmptyEntries), upper.Split(' '))));

    [Fact]
    public void Terminal_has_its_size_and_pipes_have_none()
    {
        var size = new ConsoleSize { Height = 20, Width = 30 };
        var spec = TestWorkload.Spec();

        Assert.Equal(size, ProcessBuilder.Init(spec with { Options = spec.Options with { Tty = true, ConsoleSize = size } }, TestWorkload.Root, []).ConsoleSize);
        Assert.Null(ProcessBuilder.Init(spec with { Options = spec.Options with { ConsoleSize = size } }, TestWorkload.Root, []).ConsoleSize);
        Assert.Equal(size, ProcessBuilder.Exec(spec, new ExecOptions { Cmd = ["x"], Tty = true, ConsoleSize = size }, TestWorkload.Root, []).ConsoleSize);
        Assert.Null(ProcessBuilder.Exec(spec, new ExecOptions { Cmd = ["x"], ConsoleSize = size }, TestWorkload.Root, []).ConsoleSize);
    }

    [Fact]
    public void Init_and_exec_have_the_same_limits()
    {
        var spec = TestWorkload.Spec(new HostOptions { Ulimits = [new UlimitOption("nofile", 64, -1)] });
        var exec = ProcessBuilder.Exec(spec, new ExecOptions { Cmd = ["ls"] }, TestWorkload.Root, []);

        Assert.Equal([new PosixRlimit { Type = "RLIMIT_NOFILE", Soft = 64, Hard = ulong.MaxValue }], exec.Rlimits);
        Assert.Equal(exec.Rlimits, ProcessBuilder.Init(spec, TestWorkload.Root, []).Rlimits);
    }

    [Fact]
    public void Init_and_exec_take_folder_and_terminal_from_where_they_are_given()
    {
        var spec = TestWorkload.Spec();
        var user = new ResolvedUser(new UserSpec { Uid = 7, Gid = 8, AdditionalGids = [9] }, "/");
        var init = ProcessBuilder.Init(spec, user, []);
        var exec = ProcessBuilder.Exec(spec, new ExecOptions { Cmd = ["ls", "-l"], Tty = true }, user, []);

        Assert.Equal((spec.Arguments, "/srv", false, user.User), (init.Args, init.Cwd, init.Terminal, init.User));
        Assert.Equal(("ls -l", "/srv", true), (string.Join(' ', exec.Args!), exec.Cwd, exec.Terminal));
        Assert.Null(exec.Rlimits);
        Assert.Equal("/else", ProcessBuilder.Exec(spec, new ExecOptions { Cmd = ["ls"], WorkingDir = "/else" }, user, []).Cwd);
    }
}
