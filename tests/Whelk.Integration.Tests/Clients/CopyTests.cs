using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

/// <summary>docker cp, export, diff and top, on workloads that run and on those that do not.</summary>
public abstract class CopyTests(SharedDaemon shared) : IsolationSuite(shared), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-copy-");

    /// <summary>How many copies meet a folder that becomes a link.</summary>
    protected abstract int SwappedCopies { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Copy_goes_both_ways_while_it_runs_and_when_it_does_not()
    {
        var (name, volume) = (Name("copied"), Name("volume"));
        Write("in/deep/file", "from the host");
        await using (var workload = await StartAsync(name, "-v", $"{volume}:/data", "--tmpfs", "/memory", "whelk/base", "sh", "-c", "mkdir /made; echo inside > /made/file; ln -s /made /link; echo m > /memory/file; echo ready; exec sleep 1000"))
        {
            await UntilAsync(async () => await Daemon.DoAsync("logs", name) == "ready");
            await CopyBothWaysAsync(name, "running");
            await DoAsync("cp", $"{name}:/memory/file", Path("memory"));
            Assert.Equal("m\n", File.ReadAllText(Path("memory")));

            await DoAsync("stop", "-t", "0", name);
            await CopyBothWaysAsync(name, "stopped");

            await DoAsync("start", name);
            Assert.Equal("running\nstopped", await DoAsync("exec", name, "ls", "/data"));
            Assert.Equal("from the host", await DoAsync("exec", name, "cat", "/data/stopped/deep/file"));
        }

        await DoAsync("volume", "rm", volume);
    }

    [Fact]
    public async Task Copy_into_a_workload_that_never_ran_is_there_when_it_does()
    {
        var name = Name("created");
        Write("program", "#!/bin/sh\necho copied\n");
        File.SetUnixFileMode(Path("program"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", name, "whelk/base", "/root/program");
        await using var workload = new StartedWorkload(Daemon, name);

        await DoAsync("cp", Path("program"), $"{name}:/root/");

        Assert.Equal("copied", await DoAsync("start", "-a", name));
    }

    [Fact]
    public async Task Copy_refuses_what_docker_refuses()
    {
        var name = Name("refusing");
        Write("file", "x");
        await using var workload = await StartAsync(name, "--read-only", "-v", $"{_folder.FullName}:/bound:ro", "-v", "/data", "whelk/base", "sleep", "1000");

        Assert.Contains("Could not find the file /nothing in container", await FailAsync("cp", $"{name}:/nothing", Path("x")), StringComparison.Ordinal);
        Assert.Contains("container rootfs is marked read-only", await FailAsync("cp", Path("file"), $"{name}:/etc/"), StringComparison.Ordinal);
        Assert.Contains("mounted volume is marked read-only", await FailAsync("cp", Path("file"), $"{name}:/bound/"), StringComparison.Ordinal);
        Assert.Contains("no such directory", await FailAsync("cp", Path("file"), $"{name}:/etc/passwd/"), StringComparison.Ordinal);
        await DoAsync("cp", Path("file"), $"{name}:/data/");
        Assert.Equal("x", await DoAsync("exec", name, "cat", "/data/file"));
    }

    [Theory]
    [InlineData("an absolute link", "ln -s /etc/passwd /bait", "/bait", true, true)]
    [InlineData("a link of many steps up", "ln -s ../../../../../../../../etc/passwd /bait", "/bait", true, true)]
    [InlineData("a link to a folder", "ln -s /etc /bait", "/bait/passwd", false, true)]
    [InlineData("a magic link", "ln -s /proc/1/root/etc /bait", "/bait/passwd", false, false)]
    public async Task Copy_through_links_stays_inside(string trick, string command, string path, bool follows, bool mustCopy)
    {
        var name = Name("hostile");
        await using var workload = await StartAsync(name, "whelk/base", "sh", "-c", $"echo guest > /etc/passwd; {command}; echo ready; exec sleep 1000");
        await UntilAsync(async () => await Daemon.DoAsync("logs", name) == "ready");

        var copied = await Daemon.DockerAsync([.. follows ? (string[])["cp", "-L"] : ["cp"], $"{name}:{path}", Path("got")]);

        // Whether a magic link may be followed is not said; where it leads is.
        Assert.True(copied.Status.Succeeded || !mustCopy, $"{trick}: {copied.Error}");
        Assert.True(!copied.Status.Succeeded || File.ReadAllText(Path("got")) == "guest\n", trick);
    }

    [Fact]
    public async Task Copy_into_a_folder_that_becomes_a_link_again_and_again_never_reaches_the_host()
    {
        var name = Name("swapping");
        var target = Directory.CreateDirectory(Path("host")).FullName;
        Write("tree/one/two/file", "x");
        await using var workload = await StartAsync(name, "whelk/base", "sh", "-c", $"mkdir -p /a/one /b; ln -s {target} /b/link; while :; do mv /a/one /a/x; mv /b/link /a/one; mv /a/one /b/link; mv /a/x /a/one; rm -rf /a/one/two; done");

        var (into, outOf) = (0, 0);
        for (var turn = 0; turn < SwappedCopies; turn++)
        {
            // It may fail, where the folder is gone at that moment.
            into += (await Daemon.DockerAsync("cp", $"{Path("tree")}/.", $"{name}:/a")).Status.Succeeded ? 1 : 0;
            outOf += (await Daemon.DockerAsync("cp", $"{name}:/a", Path($"out{turn}"))).Status.Succeeded ? 1 : 0;
        }

        Assert.True(into > 0 && outOf > 0, $"of {SwappedCopies} copies {into} came in, {outOf} out");
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
    }

    [Fact]
    public async Task Diff_and_export_show_what_it_has_changed()
    {
        var (name, volume) = (Name("changed"), Name("unchanged"));
        await using (var workload = await StartAsync(name, "-v", $"{volume}:/data", "whelk/base", "sh", "-c", "mkdir /new; echo x > /new/file; rm /etc/group; echo y > /data/of-the-volume; echo ready; exec sleep 1000"))
        {
            await UntilAsync(async () => await Daemon.DoAsync("logs", name) == "ready");
            await SeeChangesAsync(name);
            await DoAsync("stop", "-t", "0", name);
            await SeeChangesAsync(name);
        }

        await DoAsync("volume", "rm", volume);
    }

    [Fact]
    public async Task Top_shows_its_processes_alone()
    {
        var name = Name("top");
        await using var workload = await StartAsync(name, "whelk/base", "sh", "-c", "sleep 4321 & exec sleep 1234");
        await UntilAsync(async () => (await DoAsync("top", name)).Contains("sleep 4321", StringComparison.Ordinal));

        var lines = (await DoAsync("top", name)).Split('\n');
        var chosen = await DoAsync("top", name, "-o", "pid,args");
        await DoAsync("stop", "-t", "0", name);

        Assert.Equal(["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, lines.Length);
        Assert.Contains("sleep 1234", chosen, StringComparison.Ordinal);
        Assert.Contains("is not running", await FailAsync("top", name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whelk_copies_as_docker_does()
    {
        var name = Name("whelk");
        Write("in/file", "from the host");
        await using var workload = await StartAsync(name, "whelk/base", "sleep", "1000");

        await Daemon.DoAsync("cp", "-q", Path("in"), $"{name}:/root/new");
        await Daemon.DoAsync("cp", "-q", $"{name}:/root/new/file", Path("back"));
        await Daemon.DoAsync("cp", "-q", $"{name}:/root/new", Path("renamed"));
        await Daemon.DoAsync("export", "-o", Path("all.tar"), name);
        var missing = await Daemon.WhelkAsync("cp", $"{name}:/nothing", Path("x"));

        Assert.Equal("from the host", File.ReadAllText(Path("back")));
        Assert.Equal("from the host", File.ReadAllText(Path("renamed/file")));
        Assert.Contains("A /root/new/file", await Daemon.DoAsync("diff", name), StringComparison.Ordinal);
        Assert.Contains("sleep 1000", await Daemon.DoAsync("top", name), StringComparison.Ordinal);
        Assert.Contains("root/new/file", (await Program.RunAsync("tar", ["-tf", Path("all.tar")])).Output, StringComparison.Ordinal);
        Assert.Contains("Could not find the file /nothing in container", missing.Error, StringComparison.Ordinal);
        Assert.Contains("virtual", await Daemon.DoAsync("ps", "-s", "--filter", $"name={name}"), StringComparison.Ordinal);
        Assert.Contains("Containers", await Daemon.DoAsync("system", "df"), StringComparison.Ordinal);
    }

    private async Task CopyBothWaysAsync(string name, string turn)
    {
        await DoAsync("cp", $"{name}:/made", Path($"made-{turn}"));
        Assert.Equal("inside\n", File.ReadAllText(Path($"made-{turn}/file")));
        await DoAsync("cp", $"{name}:/link/file", Path($"link-{turn}"));
        Assert.Equal("inside\n", File.ReadAllText(Path($"link-{turn}")));
        await DoAsync("cp", Path("in"), $"{name}:/data/{turn}");
        await DoAsync("cp", $"{name}:/data/{turn}/deep/.", Path($"back-{turn}"));
        Assert.Equal("from the host", File.ReadAllText(Path($"back-{turn}/file")));
    }

    private async Task SeeChangesAsync(string name)
    {
        var changes = (await DoAsync("diff", name)).Split('\n');
        await DoAsync("export", "-o", Path("export.tar"), name);
        var entries = (await Program.RunAsync("tar", ["-tf", Path("export.tar")])).Output.Split('\n');

        Assert.Equal(["A /data", "A /new", "A /new/file", "C /etc", "D /etc/group"], changes.Order(StringComparer.Ordinal));
        Assert.Contains("new/file", entries);
        Assert.Contains("data/", entries);
        Assert.DoesNotContain("etc/group", entries);
        Assert.DoesNotContain("data/of-the-volume", entries);
    }

    protected void Write(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), content);
    }

    protected string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private async Task<string> DoAsync(params string[] words)
    {
        var result = await Daemon.DockerAsync(words);
        Assert.True(result.Status.Succeeded, $"docker {string.Join(' ', words)}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }

    private async Task<string> FailAsync(params string[] words)
    {
        var result = await Daemon.DockerAsync(words);
        Assert.False(result.Status.Succeeded, $"docker {string.Join(' ', words)}");
        return result.Error;
    }
}
