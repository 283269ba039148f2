using Whelk.Linux.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

public sealed class HeldChildrenTests
{
    private const int Children = 400;

    [Fact]
    public async Task Reaping_of_orphans_leaves_children_to_their_holders_however_close_their_ends_are()
    {
        using var over = new CancellationTokenSource();
        var reaping = Task.Factory.StartNew(
            () =>
            {
                while (!over.IsCancellationRequested)
                {
                    HeldChildren.ReapOthers();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                for (var number = 0; number < Children / 4 && !reaping.IsCompleted; number++)
                {
                    var result = await ChildProcess.RunAsync(new SpawnOptions { Path = "/bin/true", Arguments = [] }, CancellationToken.None);
                    Assert.True(result.Status.Succeeded);
                }
            }));
        }
        finally
        {
            await over.CancelAsync();
            await reaping;
        }
    }
}
