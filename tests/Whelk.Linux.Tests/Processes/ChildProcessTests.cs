using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private readonly BlockedCommand _cat = new();

    public void Dispose() => _cat.Dispose();

    [Theory]
    [InlineData("exit 0", 0, 0, 0)]
    [InlineData("exit 7", 7, 0, 7)]
    [InlineData("kill -9 $$", 0, 9, 137)]
    [InlineData("kill -15 $$", 0, 15, 143)]
    public async Task Wait_gives_the_code_or_the_signal(string script, int code, int signal, int shellCode)
    {
        using var child = ChildProcess.Start(new SpawnOptions { Path = "/bin/sh", Arguments = ["-c", script] });
        var status = await child.WaitAsync();

        Assert.Equal((code, signal, shellCode), (status.Code, status.Signal, status.ShellCode));
        Assert.Equal(shellCode == 0, status.Succeeded);
    }

    [Theory]
    [InlineData("/nowhere/program", Errno.ENOENT)]
    [InlineData("/etc/passwd", Errno.EACCES)]
    [InlineData("/etc", Errno.EACCES)]
    public void Start_of_what_cannot_be_run_throws_the_reason(string path, Errno errno) =>
        Assert.Equal(errno, Assert.Throws<SyscallException>(() => ChildProcess.Start(new SpawnOptions { Path = path, Arguments = [] })).Errno);

    [Fact]
    public void Start_in_a_missing_folder_throws() => Assert.Equal(
        Errno.ENOENT,
        Assert.Throws<SyscallException>(() => ChildProcess.Start(new SpawnOptions { Path = "/bin/true", Arguments = [], WorkingDirectory = "/nowhere" })).Errno);

    [Fact]
    public async Task Signal_reaches_a_running_process_and_is_false_after_its_end()
    {
        using var child = ChildProcess.Start(_cat.Options);

        Assert.True(child.Signal(SignalNumber.SIGTERM));
        Assert.Equal(SignalNumber.SIGTERM, (await child.WaitAsync()).Signal);
        Assert.False(child.Signal(SignalNumber.SIGTERM));
    }

    [Fact]
    public async Task Environment_is_what_is_given_and_nothing_else()
    {
        var result = await RunAsync("/usr/bin/env", [], options => options with { Environment = ["A=1", "EMPTY=", "B=x y=z"] });

        Assert.Equal("A=1\nEMPTY=\nB=x y=z\n", result.Output);
    }

    [Fact]
    public async Task Environment_is_inherited_where_none_is_given()
    {
        Assert.Contains($"PATH={Environment.GetEnvironmentVariable("PATH")}\n", (await RunAsync("/usr/bin/env", [], options => options)).Output);
    }

    [Fact]
    public async Task Name_and_folder_are_those_of_the_options()
    {
        using var folder = new ScratchFolder();
        var result = await RunAsync("/bin/sh", ["-c", "echo $0; pwd -P", "given"], options => options with { WorkingDirectory = folder });

        Assert.Equal($"given\n{folder.Path}\n", result.Output);
        Assert.StartsWith("renamed:", (await RunAsync("/bin/cat", ["/nowhere"], options => options with { Name = "renamed" })).Error);
    }

    [Fact]
    public void Descriptors_are_the_named_ones_and_no_other_is_inherited()
    {
        using var pipe = Pipe.Create();
        using var open = Descriptor.Open("/dev/null");
        const int F_SETFD = 2;
        SyscallResult.Check(Libc.fcntl(open, F_SETFD, 0), "fcntl", "F_SETFD");
        using var child = ChildProcess.Start(_cat.Options with { Descriptors = new Dictionary<int, System.Runtime.InteropServices.SafeHandle> { [5] = pipe.Read, [3] = pipe.Write } });

        // The loader has its libraries open for a moment.
        IEnumerable<string?> Descriptors() => Directory.GetFileSystemEntries($"/proc/{child.Pid}/fd").Select(Path.GetFileName).Order(StringComparer.Ordinal);
        string[] named = ["0", "1", "2", "3", "5"];
        Assert.True(SpinWait.SpinUntil(() => named.SequenceEqual(Descriptors()), TimeSpan.FromSeconds(30)), string.Join(' ', Descriptors()));
        Assert.Equal("/dev/null", new FileInfo($"/proc/{child.Pid}/fd/1").LinkTarget);
    }

    [Fact]
    public void Signals_are_all_at_their_default_and_none_is_blocked()
    {
        using var child = ChildProcess.Start(_cat.Options);
        var masks = File.ReadLines($"/proc/{child.Pid}/status").Where(line => line.StartsWith("SigBlk", StringComparison.Ordinal) || line.StartsWith("SigIgn", StringComparison.Ordinal));

        // 32 and 33 are the C library's own.
        const ulong Standard = 0x7FFFFFFF;
        Assert.All(masks, line => Assert.Equal(0ul, Convert.ToUInt64(line.Split('\t')[1], 16) & Standard));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Session_is_its_own_only_where_asked(bool own)
    {
        using var child = ChildProcess.Start(_cat.Options with { NewSession = own });
        const int SessionField = 5;
        var session = File.ReadAllText($"/proc/{child.Pid}/stat").Split(' ')[SessionField];

        Assert.Equal(own, session == $"{child.Pid}");
    }

    [Fact]
    public async Task Ended_reaps_nothing_and_adopting_waits_too()
    {
        using var child = ChildProcess.Start(new SpawnOptions { Path = "/bin/sh", Arguments = ["-c", "exit 3"] });
        await child.EndedAsync();
        Assert.True(ProcessStat.TryRead(child.Pid)!.IsZombie);

        using var adopted = ChildProcess.Adopt(child.Pid);
        Assert.Equal(3, (await adopted.WaitAsync()).Code);
        Assert.Null(ProcessStat.TryRead(child.Pid));
    }

    [Fact]
    public async Task Wait_can_be_cancelled_and_waited_for_again()
    {
        using var child = ChildProcess.Start(_cat.Options);
        using var cancelled = new CancellationTokenSource();
        var waiting = child.WaitAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        child.Signal(SignalNumber.SIGKILL);
        Assert.Equal(SignalNumber.SIGKILL, (await child.WaitAsync()).Signal);
    }

    [Fact]
    public void Adopt_of_nobody_throws() =>
        Assert.Equal(Errno.ESRCH, Assert.Throws<SyscallException>(() => ChildProcess.Adopt(int.MaxValue)).Errno);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Kill_of_what_is_no_process_is_refused(int pid) => Assert.Throws<ArgumentOutOfRangeException>(() => CurrentProcess.Kill(pid, 0));

    [Fact]
    public void Kill_of_nobody_is_false() => Assert.False(CurrentProcess.Kill(int.MaxValue, SignalNumber.SIGTERM));

    private static Task<CommandResult> RunAsync(string path, string[] arguments, Func<SpawnOptions, SpawnOptions> change) =>
        ChildProcess.RunAsync(change(new SpawnOptions { Path = path, Arguments = arguments }), CancellationToken.None);
}
