using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Testing;
using Whelk.Vm.Qemu;
using Whelk.Vm.Templates;
using Xunit;

namespace Whelk.Vm.Tests.Templates;

/// <summary>When a keeper makes templates, keeps them and drops them. What it makes here is two empty files.</summary>
public sealed class TemplateKeeperTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly List<int> _made = [];
    private readonly List<string> _notes = [];
    private readonly TemplateKeeper _keeper;
    private string? _fault;
    private bool _isMemoryShort;

    public TemplateKeeperTests() => _keeper = new TemplateKeeper(
        new KeeperHost
        {
            Time = _clock,
            KeyOf = static (shape, _) => $"key of {shape.MemoryMiB}",
            IsMemoryShort = () => _isMemoryShort,
            MakeAsync = MakeAsync,
            PoolSize = 0,
            WarmAsync = static (_, _, _, _) => throw new InvalidOperationException("nothing waits here"),
        },
        _notes.Add,
        static () => { });

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    [Fact]
    public async Task Find_makes_a_template_beside_whoever_asks_first_and_gives_it_to_the_next()
    {
        Assert.Equal((null, "it is not made yet"), Find(512));
        using var template = await FoundAsync(512);
        using var same = Find(512).Template;
        Assert.Same(template, same);
        Assert.Equal([512], _made);
    }

    [Fact]
    public void Find_refuses_a_key_that_is_not_its_own()
    {
        var (template, reason) = _keeper.Find(new TemplateRequest("key of another build", 512, 1, Accelerator.Tcg, TakesWarm: false));
        Assert.Equal((null, "the keeper is of another build"), (template, reason));
        Assert.Empty(_made);
    }

    [Fact]
    public async Task Find_replaces_one_that_is_old_and_gives_it_until_then()
    {
        using var old = await FoundAsync(512);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Find(512).Template!.Dispose();
        Assert.Equal([512], _made);
        _clock.Advance(TimeSpan.FromMinutes(2));
        using var meanwhile = Find(512).Template;
        Assert.Same(old, meanwhile);
        await UntilAsync(() => Differs(old));
        Assert.Equal([512, 512], _made);

        // Whoever has it still can open it.
        using var memory = SealedFile.TryOpen(old.MemoryPath);
        Assert.NotNull(memory);
    }

    [Fact]
    public async Task Find_tells_why_there_is_none_and_tries_again_after_a_rest()
    {
        _fault = "no room";
        Find(512);
        await UntilAsync(() => Find(512).Reason == "no room");
        Assert.Contains("a template of 512 MiB could not be made, machines boot instead: no room", Assert.Single(_notes), StringComparison.Ordinal);
        _fault = null;
        Assert.Equal("no room", Find(512).Reason);
        _clock.Advance(TimeSpan.FromMinutes(2));
        using var template = await FoundAsync(512);
        Assert.Equal([512], _made);
    }

    [Fact]
    public async Task Template_that_cannot_be_replaced_goes_on_being_granted()
    {
        using var old = await FoundAsync(512);
        _clock.Advance(TimeSpan.FromHours(2));
        _fault = "no room";
        Find(512).Template!.Dispose();
        await UntilAsync(() => _notes.Count > 1);
        using var still = Find(512).Template;
        Assert.Same(old, still);
    }

    [Fact]
    public async Task Template_whose_clones_do_not_come_up_is_dropped_after_the_second_in_a_row()
    {
        using var template = await FoundAsync(512);
        _keeper.Hear("key of 512", template, "a disk that is not there");
        _keeper.Hear("key of 512", template, null);
        _keeper.Hear("key of 512", template, "once more");
        Find(512).Template!.Dispose();
        _keeper.Hear("key of 512", template, "and again");
        Assert.Equal((null, "its last clones did not come up"), Find(512));
        Assert.Contains("did not come up, its machine boots instead: and again", _notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_are_dropped_and_none_is_made_while_memory_is_short()
    {
        var template = await FoundAsync(512);
        template.Dispose();
        var path = template.MemoryPath;
        _keeper.LookAfter();
        Find(512).Template!.Dispose();
        _isMemoryShort = true;
        _keeper.LookAfter();
        Assert.Null(SealedFile.TryOpen(path));
        Assert.Contains("memory is short", _notes[^1], StringComparison.Ordinal);
        Assert.Null(Find(512).Template);
        Assert.Equal([512], _made);
        _isMemoryShort = false;
        (await FoundAsync(512)).Dispose();
        Assert.Equal([512, 512], _made);
    }

    [Fact]
    public async Task Template_that_was_not_asked_for_longest_makes_room_for_a_fifth()
    {
        foreach (var size in new[] { 1, 2, 3, 4 })
        {
            (await FoundAsync(size)).Dispose();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await FoundAsync(1)).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await FoundAsync(5)).Dispose();
        await UntilAsync(() => _notes.Count == 5);
        Find(1).Template!.Dispose();
        Find(3).Template!.Dispose();
        Assert.Null(Find(2).Template);
    }

    private (Template? Template, string Reason) Find(int memory) => _keeper.Find(new TemplateRequest($"key of {memory}", memory, 1, Accelerator.Tcg, TakesWarm: false));

    private async Task<Template> FoundAsync(int memory)
    {
        Template? found = null;
        await UntilAsync(() => (found = Find(memory).Template) is not null);
        return found!;
    }

    private bool Differs(Template old)
    {
        using var now = Find(512).Template;
        return now != old;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<Template> MakeAsync(VmShape shape, string accelerator, CancellationToken cancellationToken)
    {
        if (_fault is not null)
        {
            throw new WhelkException(ErrorCode.Unavailable, _fault);
        }

        _made.Add(shape.MemoryMiB);
        var (memory, state) = (SealedFile.Unsealed("test"), SealedFile.Unsealed("test-state"));
        SealedFile.Seal(memory);
        SealedFile.Seal(state);
        return Task.FromResult(new Template(memory, state, _clock.GetUtcNow()));
    }
}
