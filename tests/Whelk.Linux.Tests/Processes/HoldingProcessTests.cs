using Whelk.Errors;
using Whelk.Linux.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

public sealed class HoldingProcessTests
{
    [Fact]
    public async Task Process_is_there_until_it_is_let_go()
    {
        string folder;
        await using (var held = await HoldingProcess.StartAsync("hold", [], CancellationToken.None))
        {
            folder = $"/proc/{held.Pid}";
            Assert.Equal("cat\n", await File.ReadAllTextAsync($"{folder}/comm"));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Program_that_does_not_become_it_says_why()
    {
        var refused = await Assert.ThrowsAsync<WhelkException>(() => HoldingProcess.StartAsync("go there", ["/bin/sh", "-c", "echo no way >&2; exit 3"], CancellationToken.None));

        Assert.Equal((ErrorCode.Unavailable, "cannot go there: no way"), (refused.Code, refused.Message));
    }
}
