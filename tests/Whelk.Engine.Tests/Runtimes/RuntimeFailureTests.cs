using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Runtimes;

/// <summary>The texts are what crun 1.8, runc 1.1 and whelk-vm wrote.</summary>
public sealed class RuntimeFailureTests
{
    private const string Failed = "failed to create task for container: failed to create shim task: OCI runtime create failed: ";

    [Theory]
    [InlineData("crun", "executable file `nosuch` not found in $PATH: No such file or directory", "crun create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH")]
    [InlineData("crun", "open executable: Permission denied", "crun create failed: unable to start container process: exec: \"/asked\": permission denied")]
    [InlineData("crun", "open executable: Operation not permitted", "crun create failed: unable to start container process: exec: \"/asked\": permission denied")]
    [InlineData("crun", "open executable: Not a directory", "crun create failed: unable to start container process: exec: \"/asked\": not a directory")]
    [InlineData("crun", "open executable `/bin/x`: No such file or directory", "crun create failed: unable to start container process: exec: \"/bin/x\": no such file or directory")]
    [InlineData("runc", "runc create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH", "runc create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH")]
    [InlineData("runc", "runc create failed: unable to start container process: exec: \"/bin/nosuch\": stat /bin/nosuch: no such file or directory", "runc create failed: unable to start container process: exec: \"/bin/nosuch\": stat /bin/nosuch: no such file or directory")]
    [InlineData("runc", "runc create failed: unable to start container process: exec: \"/etc\": permission denied", "runc create failed: unable to start container process: exec: \"/etc\": permission denied")]
    [InlineData("whelk-vm", "exec: \"nosuch\": executable file not found in $PATH", "whelk-vm create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH")]
    [InlineData("whelk-vm", "exec: \"/etc/passwd\": permission denied", "whelk-vm create failed: unable to start container process: exec: \"/etc/passwd\": permission denied")]
    [InlineData("whelk-vm", "chdir to cwd (\"/nosuch\") set in config.json failed: no such file or directory", "whelk-vm create failed: unable to start container process: chdir to cwd (\"/nosuch\") set in config.json failed: no such file or directory")]
    public void Create_that_is_the_callers_fault_has_the_words_docker_run_looks_for(string runtime, string said, string expected)
    {
        var error = Fail(runtime, "create", Line(said));

        Assert.Equal((ErrorCode.InvalidArgument, $"{Failed}{expected}: unknown"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("crun", "create", "chdir `/etc/plain`: Not a directory", Failed + "crun create failed: unable to start container process: chdir to cwd (\"/etc/plain\") set in config.json failed: not a directory: unknown")]
    [InlineData("runc", "create", "runc create failed: unable to start container process: error during container init: mkdir /etc/plain: not a directory", Failed + "runc create failed: unable to start container process: error during container init: mkdir /etc/plain: not a directory: unknown")]
    [InlineData("crun", "start", "writing file `/sys/fs/cgroup/memory.max`: Invalid argument", "failed to create task for container: OCI runtime start failed: crun: writing file `/sys/fs/cgroup/memory.max`: Invalid argument")]
    public void Anything_else_is_internal_with_what_was_said(string runtime, string operation, string said, string expected)
    {
        var error = Fail(runtime, operation, Line(said));

        Assert.Equal((ErrorCode.Internal, expected), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("crun", "kill", "error opening file `/run/whelk/rt/crun/abc/status`: No such file or directory")]
    [InlineData("crun", "kill", "kill container: No such process")]
    [InlineData("crun", "exec", "setns(pid=4110, CLONE_NEWUSER): No such process\nfail startup")]
    [InlineData("runc", "kill", "container does not exist")]
    [InlineData("runc", "kill", "container not running")]
    [InlineData("runc", "exec", "exec failed: container does not exist")]
    [InlineData("runc", "kill", "os: process already finished")]
    [InlineData("whelk-vm", "kill", "container \"abc\" does not exist")]
    public void Workload_that_has_ended_or_is_not_known_is_gone(string runtime, string operation, string said)
    {
        var error = Fail(runtime, operation, string.Concat(said.Split('\n').Select(Line)));

        Assert.True(RuntimeFailure.MeansGone(error), error.Message);
    }

    [Fact]
    public void Exec_that_fails_says_so()
    {
        Assert.Equal("OCI runtime exec failed: exec failed: unable to start container process: exec: \"ls\": executable file not found in $PATH: unknown", Fail("crun", "exec", Line("executable file `ls` not found in $PATH: No such file or directory")).Message);
        Assert.False(RuntimeFailure.MeansGone(Fail("crun", "exec", Line("executable file `ls` not found in $PATH: No such file or directory"))));
    }

    [Theory]
    [InlineData("crun", "executable file `ls` not found in $PATH: No such file or directory", true)]
    [InlineData("crun", "open executable `/bin/x`: No such file or directory", true)]
    [InlineData("runc", "exec failed: unable to start container process: exec: \"/bin/x\": stat /bin/x: no such file or directory", true)]
    [InlineData("crun", "open executable: Permission denied", false)]
    [InlineData("crun", "chdir `/nosuch`: No such file or directory", false)]
    [InlineData("runc", "exec failed: unable to start container process: chdir to cwd (\"/nosuch\") set in config.json failed: no such file or directory", false)]
    public void Exec_without_its_program_is_told_from_one_without_its_folder(string runtime, string said, bool missing) =>
        Assert.Equal(missing, RuntimeFailure.MeansNoProgram(Fail(runtime, "exec", Line(said))));

    [Theory]
    [InlineData("the last error wins", "{\"level\":\"error\",\"msg\":\"first\"}\n{\"level\":\"error\",\"msg\":\"second\"}\n", "", "second")]
    [InlineData("warnings are no errors", "{\"level\":\"error\",\"msg\":\"bad\"}\n{\"level\":\"warning\",\"msg\":\"odd\"}\n", "", "bad")]
    [InlineData("fatal is one", "{\"level\":\"fatal\",\"msg\":\"dead\"}\n", "", "dead")]
    [InlineData("no level is one", "{\"msg\":\"plain\"}\n", "", "plain")]
    [InlineData("a log that is no JSON", "panic: oh\n", "", "panic: oh")]
    [InlineData("JSON of another shape", "[1]\n\"text\"\n{\"msg\":7}\n{\"level\":3,\"other\":1}\n", "said aloud\n", "said aloud")]
    [InlineData("an empty log", "", " said aloud \n", "said aloud")]
    [InlineData("nothing at all", "", "\n", "no reason given")]
    public void Reason_is_taken_from_the_log_and_else_from_standard_error(string trick, string log, string errorOutput, string expected) =>
        Assert.True(RuntimeFailure.From("crun", "delete", "x", log, errorOutput).Message == $"crun delete: {expected}", trick);

    private static WhelkException Fail(string runtime, string operation, string log) => RuntimeFailure.From(runtime, operation, "/asked", log, string.Empty);

    private static string Line(string said) => $"{{\"msg\":\"{System.Text.Json.JsonEncodedText.Encode(said)}\",\"level\":\"error\",\"time\":\"2024-01-01T00:00:00Z\"}}\n";
}
