using Whelk.Advice.Doctor;
using Whelk.Engine.Leftovers;
using Whelk.Errors;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

public sealed class LeftoverChecksTests
{
    [Fact]
    public void Nothing_left_is_ok() => Assert.Equal(("Ok", "none"), Of(Assert.Single(LeftoverChecks.Of([], "repair"))));

    [Fact]
    public void Each_leftover_is_a_warning_with_what_removes_it()
    {
        var check = Assert.Single(LeftoverChecks.Of([new Leftover("bridge b", () => throw new InvalidOperationException("removed"))], "repair"));

        Assert.Equal(("Warn", "bridge b"), Of(check));
        Assert.Equal("repair", check.Mend);
    }

    [Fact]
    public async Task One_that_cannot_be_removed_is_said_and_the_others_go()
    {
        var gone = 0;
        Task GoAsync()
        {
            gone++;
            return Task.CompletedTask;
        }

        var checks = await LeftoverChecks.RepairAsync([new Leftover("a", GoAsync), new Leftover("b", () => throw new WhelkException(ErrorCode.Conflict, "in use")), new Leftover("c", GoAsync)], "repair");

        Assert.Equal([("Ok", "removed: a"), ("Fail", "not removed: b: in use"), ("Ok", "removed: c")], checks.Select(Of));
        Assert.Equal(2, gone);
    }

    private static (string Status, string Detail) Of(HostCheck check) => (check.Status.ToString(), check.Detail);
}
