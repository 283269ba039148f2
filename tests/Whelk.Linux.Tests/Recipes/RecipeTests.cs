using Whelk.Linux.Recipes;
using Xunit;

namespace Whelk.Linux.Tests.Recipes;

public sealed class RecipeTests
{
    private readonly List<string> _done = [];
    private readonly Recipe<List<string>> _recipe = new("make a thing");

    [Fact]
    public async Task Run_does_the_steps_in_order_and_undoes_nothing()
    {
        Step("one").Then("two", done => done.Add("two"));
        await _recipe.RunAsync(_done, CancellationToken.None);

        Assert.Equal(["one", "two"], _done);
    }

    [Fact]
    public async Task Run_that_fails_unwinds_in_reverse_and_not_the_failed_step()
    {
        Step("one");
        Step("two").Then("without undo", done => done.Add("without undo"));
        Failing("three");
        Step("four");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _recipe.RunAsync(_done, CancellationToken.None));

        Assert.Equal(["one", "two", "without undo", "undo two", "undo one"], _done);
    }

    [Fact]
    public async Task Run_that_fails_throws_the_first_error_with_what_it_did()
    {
        Step("one");
        Failing("two");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _recipe.RunAsync(_done, CancellationToken.None));

        Assert.Equal("two failed", error.Message);
        Assert.Equal("make a thing: two", error.Data["recipe"]);
    }

    [Fact]
    public async Task Undo_that_fails_keeps_the_first_error_and_the_others_run()
    {
        Step("one").Then("two", done => done.Add("two"), _ => throw new IOException("busy"));
        Step("three");
        Failing("four");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _recipe.RunAsync(_done, CancellationToken.None));

        Assert.Equal("four failed", error.Message);
        Assert.Equal("busy", error.Data["undo two"]);
        Assert.Equal(["one", "two", "three", "undo three", "undo one"], _done);
    }

    [Fact]
    public async Task Cancel_between_steps_unwinds()
    {
        using var cancellation = new CancellationTokenSource();
        Step("one").Then("two", _ => cancellation.Cancel());
        Step("three");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _recipe.RunAsync(_done, cancellation.Token));

        Assert.Equal(["one", "undo one"], _done);
    }

    [Fact]
    public async Task Cancel_within_a_step_reaches_it_and_unwinds()
    {
        using var cancellation = new CancellationTokenSource();
        Step("one").Then("two", (_, token) => Task.Delay(Timeout.Infinite, token));
        var running = _recipe.RunAsync(_done, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(["one", "undo one"], _done);
    }

    private Recipe<List<string>> Step(string name) => _recipe.Then(name, done => done.Add(name), done => done.Add($"undo {name}"));

    private void Failing(string name) =>
        _recipe.Then(name, _ => throw new InvalidOperationException($"{name} failed"), done => done.Add($"undo {name}"));
}
