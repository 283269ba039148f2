using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Mounts;

namespace Whelk.Integration.Tests.Running;

/// <summary>Volumes with and without a name.</summary>
public abstract class VolumeTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Volume_keeps_what_one_workload_wrote_for_the_next()
    {
        var name = Name("data");
        await RunAsync("--rm", "-v", $"{name}:/data", "whelk/base", "sh", "-c", "echo kept > /data/file");

        var next = await RunAsync("--rm", "-v", $"{name}:/other:ro", "whelk/base", "sh", "-c", "cat /other/file; touch /other/x 2>&1");

        Assert.Equal("kept\ntouch: /other/x: Read-only file system\n", next.Output);
        Assert.Contains(name, await Daemon.DoAsync("volume", "ls", "-q"), StringComparison.Ordinal);
        await Daemon.DoAsync("volume", "rm", name);
        Assert.Contains($"get {name}: no such volume", (await Daemon.WhelkAsync("volume", "inspect", name)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fresh_volume_begins_with_what_the_image_has_there()
    {
        var (copied, empty) = (Name("copied"), Name("empty"));

        var result = await RunAsync("--rm", "-v", $"{copied}:/etc/", "-v", $"{empty}:/bin/../srv:nocopy", "whelk/base", "sh", "-c", "grep -c Whelk /etc/os-release; ls /srv | wc -l");

        Assert.Equal("1\n0\n", result.Output);
        await Daemon.DoAsync("volume", "rm", copied, empty);
    }

    [Fact]
    public async Task Volume_in_use_is_not_removed()
    {
        var name = Name("used");
        await using (var workload = await StartAsync(Name("user"), "-v", $"{name}:/data", "whelk/base", "sleep", "1000"))
        {
            var refused = await Daemon.WhelkAsync("volume", "rm", name);
            Assert.Contains($"remove {name}: volume is in use - [", refused.Error, StringComparison.Ordinal);
            Assert.Equal($"volume {name} /data true", await Daemon.DoAsync("inspect", "--format", "{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}} {{.RW}}{{end}}", workload.Name));
        }

        await Daemon.DoAsync("volume", "rm", name);
    }

    [Fact]
    public async Task Volume_without_a_name_goes_with_its_workload_where_that_is_asked()
    {
        var (kept, gone) = (Name("kept"), Name("gone"));
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", kept, "-v", "/data", "whelk/base", "true");
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", gone, "-v", "/data", "whelk/base", "true");
        var left = await Daemon.DoAsync("inspect", "--format", "{{range .Mounts}}{{.Name}}{{end}}", kept);
        var removed = await Daemon.DoAsync("inspect", "--format", "{{range .Mounts}}{{.Name}}{{end}}", gone);

        await Daemon.DoAsync("rm", kept);
        await Daemon.DoAsync("rm", "-v", gone);

        await UntilAsync(async () => !(await Daemon.WhelkAsync("volume", "inspect", removed)).Status.Succeeded);
        Assert.Contains(left, await Daemon.DoAsync("volume", "ls", "-q", "--filter", "dangling=true"), StringComparison.Ordinal);
        await Daemon.DoAsync("volume", "rm", left);
    }

    [Fact]
    public async Task Read_only_bind_is_so_with_all_that_is_mounted_below_it()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-bind-").FullName;
        var below = Directory.CreateDirectory(Path.Combine(folder, "below")).FullName;
        Mount.Add("whelk-test", below, "tmpfs");
        try
        {
            var result = await RunAsync("--rm", "-v", $"{folder}:/data:ro", "whelk/base", "sh", "-c", "touch /data/x 2>&1; touch /data/below/x 2>&1");

            Assert.Equal("touch: /data/x: Read-only file system\ntouch: /data/below/x: Read-only file system\n", result.Output);
        }
        finally
        {
            Mount.Remove(below);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Folder_that_is_missing_is_made_for_a_bind()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-bind-");
        try
        {
            await RunAsync("--rm", "-v", $"{folder.FullName}/new/folder:/data", "whelk/base", "touch", "/data/there");
            Assert.True(File.Exists(Path.Combine(folder.FullName, "new/folder/there")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Volume_with_options_is_mounted_while_it_is_used()
    {
        var name = Name("memory");
        await Daemon.DoAsync("volume", "create", "--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=4m", name);
        var place = JsonNode.Parse(await Daemon.DoAsync("volume", "inspect", name))!["Mountpoint"]!.GetValue<string>();
        await using (var first = await StartAsync(Name("first"), "-v", $"{name}:/data", "whelk/base", "sh", "-c", "echo shared > /data/x; echo ready; sleep 1000"))
        {
            await UntilAsync(async () => await Daemon.DoAsync("logs", first.Name) == "ready");

            Assert.Equal("shared\n", (await RunAsync("--rm", "-v", $"{name}:/other", "whelk/base", "cat", "/other/x")).Output);
            Assert.Contains($" {place} tmpfs ", await File.ReadAllTextAsync("/proc/self/mounts"), StringComparison.Ordinal);
        }

        await UntilAsync(async () => !(await File.ReadAllTextAsync("/proc/self/mounts")).Contains(place, StringComparison.Ordinal));
        await Daemon.DoAsync("volume", "rm", name);
    }

    [Fact]
    public async Task Volume_that_cannot_be_mounted_says_why()
    {
        var name = Name("nowhere");
        await Daemon.DoAsync("volume", "create", "--opt", "type=none", "--opt", "device=/nosuch", "--opt", "o=bind", name);

        Assert.Contains("failed to mount local volume: ", (await RunAsync("--rm", "-v", $"{name}:/data", "whelk/base", "true")).Error, StringComparison.Ordinal);
        Assert.Contains("invalid option: \"bogus\"", (await Daemon.WhelkAsync("volume", "create", "--opt", "bogus=1", Name("bogus"))).Error, StringComparison.Ordinal);
        await Daemon.DoAsync("volume", "rm", name);
    }

    [Fact]
    public async Task Part_of_a_volume_is_mounted_and_leads_nowhere_else()
    {
        var name = Name("parts");
        await RunAsync("--rm", "-v", $"{name}:/data", "whelk/base", "sh", "-c", "mkdir -p /data/a/b; echo deep > /data/a/b/file; ln -s /etc /data/out; ln -s a/b /data/link");

        Assert.Equal("file\n", (await RunAsync("--rm", "--mount", $"source={name},target=/m,volume-subpath=a/b", "whelk/base", "ls", "/m")).Output);
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", name, "--mount", $"source={name},target=/m,volume-subpath=a/b", "whelk/base", "true");
        var copied = Path.Combine(Daemon.Folder, name);
        Assert.True((await Daemon.DockerAsync("cp", $"{name}:/m/file", copied)).Status.Succeeded);
        Assert.Equal("deep\n", await File.ReadAllTextAsync(copied));
        await Daemon.DoAsync("rm", name);
        Assert.Equal("deep\n", (await RunAsync("--rm", "--mount", $"source={name},target=/m,volume-subpath=link/file", "whelk/base", "cat", "/m")).Output);
        Assert.Contains("no such file or directory", (await RunAsync("--rm", "--mount", $"source={name},target=/m,volume-subpath=out", "whelk/base", "ls", "/m")).Error, StringComparison.Ordinal);
        Assert.Contains("subpath must be a relative path within the volume", (await RunAsync("--rm", "--mount", $"source={name},target=/m,volume-subpath=../x", "whelk/base", "ls", "/m")).Error, StringComparison.Ordinal);
        await Daemon.DoAsync("volume", "rm", name);
    }
}
