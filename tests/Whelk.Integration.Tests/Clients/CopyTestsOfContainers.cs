using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

public sealed class CopyTestsOfContainers(SharedDaemon shared) : CopyTests(shared)
{
    protected override string Isolation => "container";

    [Fact]
    public async Task Copy_into_a_folder_that_becomes_a_link_again_and_again_never_reaches_the_host()
    {
        var name = Name("swapping");
        var target = Directory.CreateDirectory(Path("host")).FullName;
        Write("tree/one/two/file", "x");
        await using var workload = await StartAsync(name, "whelk/base", "sh", "-c", $"mkdir -p /a/one /b; ln -s {target} /b/link; while :; do mv /a/one /a/x; mv /b/link /a/one; mv /a/one /b/link; mv /a/x /a/one; rm -rf /a/one/two; done");

        var (into, outOf) = (0, 0);
        for (var turn = 0; turn < 20; turn++)
        {
            // It may fail, where the folder is gone at that moment.
            into += (await Daemon.DockerAsync("cp", $"{Path("tree")}/.", $"{name}:/a")).Status.Succeeded ? 1 : 0;
            outOf += (await Daemon.DockerAsync("cp", $"{name}:/a", Path($"out{turn}"))).Status.Succeeded ? 1 : 0;
        }

        Assert.True(into > 0 && outOf > 0, $"of 20 copies {into} came in, {outOf} out");
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
    }
}
