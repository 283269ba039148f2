using System.Collections.Concurrent;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Sockets;
using Whelk.Testing;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;
using Whelk.Vm.Templates;
using Xunit;

namespace Whelk.Vm.Tests.Templates;

/// <summary>When a keeper has machines wait, and to whom it gives them. What waits here is a program that ends with its standard input.</summary>
public sealed class TemplateKeeperPoolTests : IAsyncDisposable
{
    private const string Key = "key";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooOld = TimeSpan.FromMinutes(61);

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly ConcurrentQueue<ChildProcess> _made = [];
    private readonly TemplateKeeper _keeper;
    private readonly ScratchFolder _scratch = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly ConcurrentQueue<string> _notes = [];
    private bool _isMemoryShort;
    private volatile string? _fault;

    public TemplateKeeperPoolTests()
    {
        _keeper = new TemplateKeeper(
            new KeeperHost { Time = _clock, KeyOf = static (_, _) => Key, IsMemoryShort = () => _isMemoryShort, MakeAsync = MakeAsync, PoolSize = 2, WarmAsync = WarmAsync },
            _notes.Enqueue,
            static () => { });
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await _keeper.DisposeAsync();
        Assert.All(_made, static made => made.Dispose());
        _stop.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Machine_that_waits_is_handed_to_who_takes_one_and_ends_with_its_last_holder()
    {
        await FilledAsync();
        var (frame, passed) = await ClaimAsync(takesWarm: true);
        var machine = HandedMachine.TryOf(frame!.Pid, frame.Watcher, frame.Taps, passed)!;
        var watcher = Assert.Single(_made, made => made.Pid == frame.Watcher);
        Assert.Equal("vmtap0-test", Assert.Single(machine.Cards).Name);
        Assert.True(machine.IsAlive);
        machine.Dispose();
        await watcher.EndedAsync().WaitAsync(Bound);
    }

    [Fact]
    public async Task Who_takes_none_gets_the_template()
    {
        await FilledAsync();
        Assert.Null((await ClaimAsync(takesWarm: false)).Frame);
    }

    [Fact]
    public async Task Pool_is_filled_again_after_a_rest()
    {
        await FilledAsync();
        await TakenAsync();
        Assert.Equal(2, _made.Count);
        await TakenAsync();
        Assert.Null((await ClaimAsync(takesWarm: true)).Frame);
        await FilledAsync(4);
        await TakenAsync();
    }

    [Fact]
    public async Task Machine_that_ended_while_it_waited_is_given_to_nobody()
    {
        await FilledAsync();
        CurrentProcess.Kill(_made.First().Pid, Linux.Signals.SignalNumber.SIGKILL);
        await _made.First().EndedAsync().WaitAsync(Bound);
        Assert.Equal(_made.Last().Pid, await TakenAsync());
    }

    [Fact]
    public async Task Machine_that_nobody_takes_after_all_is_given_to_the_next()
    {
        await FilledAsync();
        using var bound = new CancellationTokenSource(Bound);
        await using (var connection = FolderSocket.Connect(_scratch.Path, "keeper"))
        {
            connection.Post(KeeperFrame.Claim, 0, Request(takesWarm: true).Encode());
            Assert.Equal(KeeperFrame.Handed, (await connection.ReceiveAsync(bound.Token))!.Value.Type);
        }

        HashSet<int> taken = [];
        while (taken.Count < 2)
        {
            bound.Token.ThrowIfCancellationRequested();
            taken.Add((await TryTakenAsync()) ?? 0);
            taken.Remove(0);
        }

        Assert.Equal(_made.Select(made => made.Pid).Order(), taken.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Machine_whose_taker_dies_while_it_is_handed_over_ends_and_the_next_is_given(int descriptors)
    {
        await FilledAsync();
        var first = await TakeAndGoAsync(descriptors);
        await first.EndedAsync().WaitAsync(Bound);

        Assert.NotEqual(first.Pid, await TakenAsync());
        await FilledAsync(4);
        await TakenAsync();
    }

    [Fact]
    public async Task Machine_of_a_template_that_is_renewed_ends_and_one_of_the_new_waits()
    {
        await FilledAsync();
        List<ChildProcess> old = [.. _made];
        _clock.Advance(TooOld);
        await FilledAsync(4);

        await Task.WhenAll(old.Select(made => made.EndedAsync())).WaitAsync(Bound);
        Assert.Contains(await TakenAsync(), _made.Skip(2).Select(made => made.Pid));
    }

    [Fact]
    public async Task Machine_waits_no_longer_than_its_template_is_used()
    {
        await FilledAsync();
        _clock.Advance(TooOld - TimeSpan.FromMinutes(2));
        _keeper.LookAfter();
        Assert.All(_made, static made => Assert.True(IsAlive(made)));
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.LookAfter();
        await Task.WhenAll(_made.Select(made => made.EndedAsync())).WaitAsync(Bound);

        // None is made of it any more, however long nobody asks.
        _clock.Advance(TooOld);
        await _keeper.MadeAsync(Key);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public async Task Machine_that_is_found_to_be_too_old_is_given_to_nobody()
    {
        await FilledAsync();
        List<ChildProcess> old = [.. _made];
        _clock.Advance(TooOld);

        var taken = await TryTakenAsync();

        Assert.DoesNotContain(taken ?? 0, old.Select(made => made.Pid));
        await Task.WhenAll(old.Select(made => made.EndedAsync())).WaitAsync(Bound);
    }

    [Fact]
    public async Task Who_waits_until_one_waits_has_it_made_at_once()
    {
        await FilledAsync();
        await TakenAsync();
        await TakenAsync();

        // The clock stands still: the rest after a start is not waited for.
        Assert.Null(await _keeper.ReadyAsync(Request(takesWarm: true)).WaitAsync(Bound));
        await TakenAsync();
    }

    [Fact]
    public async Task Who_waits_until_one_waits_hears_why_none_will()
    {
        _fault = "no room";
        Assert.Contains("none could be made", await _keeper.ReadyAsync(Request(takesWarm: true)).WaitAsync(Bound), StringComparison.Ordinal);
        Assert.Null(await _keeper.ReadyAsync(Request(takesWarm: false)).WaitAsync(Bound));
    }

    [Fact]
    public async Task State_tells_what_there_is_and_what_failed_last()
    {
        await FilledAsync();
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal([new KeeperState.Place(512, 1, Accelerator.Tcg, 180, 0, 2, string.Empty, string.Empty)], _keeper.State().Places.Select(place => place with { Seconds = place.Seconds / 10 * 10 }));

        await TakenAsync("no such disk");
        await UntilNotedAsync(2);
        var place = Assert.Single(_keeper.State().Places);
        Assert.Equal((1, "no such disk"), (place.Waiting, place.WarmFault));
    }

    [Fact]
    public async Task Template_whose_machines_do_not_go_on_has_none_wait_any_more()
    {
        await FilledAsync();
        await TakenAsync("no such disk");
        await TakenAsync("nor this one");
        await UntilNotedAsync(3);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await ClaimAsync(takesWarm: true)).Frame);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _keeper.MadeAsync(Key);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public async Task Machine_that_cannot_be_made_is_tried_again_after_a_rest()
    {
        _fault = "no room";
        _keeper.Find(Request(takesWarm: false)).Template?.Dispose();
        await UntilNotedAsync(2);
        _fault = null;
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await ClaimAsync(takesWarm: true)).Frame);
        await FilledAsync();
    }

    [Fact]
    public async Task Machines_that_wait_end_where_memory_is_short()
    {
        await FilledAsync();
        _isMemoryShort = true;
        _keeper.LookAfter();
        await Task.WhenAll(_made.Select(made => made.EndedAsync())).WaitAsync(Bound);
    }

    // Their ends are the keeper's to reap: here they are only looked at.
    private async Task FilledAsync(int made = 2)
    {
        _keeper.Find(Request(takesWarm: false)).Template?.Dispose();
        await _clock.AdvanceUntilAsync(MadeAsync(made), Rest).WaitAsync(Bound);
    }

    private async Task MadeAsync(int made)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (_made.Count < made)
        {
            bound.Token.ThrowIfCancellationRequested();
            await _keeper.MadeAsync(Key);
            await Task.Yield();
        }

        await _keeper.MadeAsync(Key);
    }

    private async Task<int> TakenAsync(string? failure = null) => await TryTakenAsync(failure) ?? throw new InvalidOperationException("none waits");

    private async Task<int?> TryTakenAsync(string? failure = null)
    {
        var (frame, passed) = await ClaimAsync(takesWarm: true, failure);
        if (frame is null)
        {
            return null;
        }

        HandedMachine.TryOf(frame.Pid, frame.Watcher, frame.Taps, passed)!.Dispose();
        return frame.Watcher;
    }

    private async Task<(HandedMachineFrame? Frame, List<Microsoft.Win32.SafeHandles.SafeFileHandle> Passed)> ClaimAsync(bool takesWarm, string? failure = null)
    {
        using var bound = new CancellationTokenSource(Bound);
        await using var connection = FolderSocket.Connect(_scratch.Path, "keeper");
        connection.Post(KeeperFrame.Claim, 0, Request(takesWarm).Encode());
        List<Microsoft.Win32.SafeHandles.SafeFileHandle> passed = [];
        if (await connection.ReceiveAsync(bound.Token) is not { Type: KeeperFrame.Handed } answer)
        {
            return (null, passed);
        }

        var frame = HandedMachineFrame.Decode(answer.Payload.Span);
        connection.Post(KeeperFrame.Take, 0);
        while (passed.Count < frame.Descriptors)
        {
            passed.Add((await connection.ReceivePassedAsync(bound.Token))!);
        }

        if (failure is not null)
        {
            connection.Post(KeeperFrame.Failed, 0, new PayloadWriter().String(failure).Written);
        }

        return (frame, passed);
    }

    // Of a monitor that is killed: what has been passed to it goes with it.
    private async Task<ChildProcess> TakeAndGoAsync(int descriptors)
    {
        using var bound = new CancellationTokenSource(Bound);
        await using var connection = FolderSocket.Connect(_scratch.Path, "keeper");
        connection.Post(KeeperFrame.Claim, 0, Request(takesWarm: true).Encode());
        var frame = HandedMachineFrame.Decode((await connection.ReceiveAsync(bound.Token))!.Value.Payload.Span);
        connection.Post(KeeperFrame.Take, 0);
        for (var count = 0; count < descriptors; count++)
        {
            (await connection.ReceivePassedAsync(bound.Token))!.Dispose();
        }

        return _made.Single(made => made.Pid == frame.Watcher);
    }

    private static bool IsAlive(ChildProcess process) => Linux.Machine.ProcessStat.TryRead(process.Pid) is not null;

    private async Task UntilNotedAsync(int notes)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (_notes.Count < notes)
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static TemplateRequest Request(bool takesWarm) => new(Key, 512, 1, Accelerator.Tcg, takesWarm);

    private async Task ServeAsync()
    {
        using var listener = FolderSocket.Listen(_scratch.Path, "keeper");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _keeper.ServeAsync(listener, _stop.Token));
    }

    private Task<Template> MakeAsync(VmShape shape, string accelerator, CancellationToken cancellationToken)
    {
        var (memory, state) = (SealedFile.Unsealed("test"), SealedFile.Unsealed("test-state"));
        SealedFile.Seal(memory);
        SealedFile.Seal(state);
        return Task.FromResult(new Template(memory, state, _clock.GetUtcNow()));
    }

    private Task<WarmMachine> WarmAsync(Template template, VmShape shape, string accelerator, CancellationToken cancellationToken)
    {
        if (_fault is { } fault)
        {
            throw new WhelkException(ErrorCode.Unavailable, fault);
        }

        var (life, peer) = SocketPair.Create();
        var (ours, theirs) = QemuEnds.Create();
        using (peer)
        using (theirs)
        {
            var watcher = ChildProcess.Start(new SpawnOptions { Path = "/bin/cat", Arguments = [], StandardInput = peer });
            _made.Enqueue(ChildProcess.Adopt(watcher.Pid));
            return Task.FromResult(new WarmMachine(watcher, new HandedMachine(watcher.Pid, watcher.Pid, life, ChildProcess.Open(watcher.Pid), ours, [("vmtap0-test", MemoryFile.Create("tap"))], MemoryFile.Create("network"))));
        }
    }
}
