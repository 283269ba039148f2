using System.Collections.Concurrent;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>The machines that wait for a workload.</summary>
internal sealed partial class TemplateKeeper
{
    // After a start: what it costs to make the next one is not taken from whoever has just started.
    private static readonly TimeSpan FillRest = TimeSpan.FromSeconds(1);

    // Those that end with the keeper.
    private readonly ConcurrentDictionary<WarmMachine, byte> _waiting = new();
    private readonly ConcurrentDictionary<Task, byte> _fillings = new();

    private async Task MadeAndFilledAsync(TemplatePlace place)
    {
        await place.Making;
        await Task.WhenAll(_fillings.Keys);
    }

    /// <returns>False where none waits.</returns>
    private async Task<bool> TryHandAsync(FrameConnection connection, string key, Template template)
    {
        WarmMachine? machine;
        lock (_gate)
        {
            machine = _places.GetValueOrDefault(key) is { } place && !EndIfOld(place) ? place.Warm.TryTake() : null;
        }

        try
        {
            return machine is not null && await HandAsync(connection, key, template, machine);
        }
        finally
        {
            Fill(key, FillRest);
        }
    }

    // None waits longer than its template would be used: what all clones of that have in common is too old then. The next one is of the next template.
    private bool EndIfOld(TemplatePlace place)
    {
        var isOld = place.IsOlderThan(Age, _host.Time.GetUtcNow());
        if (isOld)
        {
            place.Warm.Clear();
        }

        return isOld;
    }

    private async Task<bool> HandAsync(FrameConnection connection, string key, Template template, WarmMachine machine)
    {
        if (!await IsTakenAsync(connection, key, template, machine))
        {
            return true;
        }

        // The other side's from here on, however far this comes: it ends when nobody has its life any more.
        _waiting.TryRemove(machine, out _);
        using (machine)
        {
            foreach (var descriptor in machine.Machine.Descriptors)
            {
                connection.Pass(descriptor);
            }
        }

        HearOfWarm(key, template, await connection.ReceiveAsync(_stop.Token) is { Type: KeeperFrame.Failed } frame ? new PayloadReader(frame.Payload.Span).String() : null);
        return true;
    }

    // Where whoever asked has gone the next one gets it.
    private async Task<bool> IsTakenAsync(FrameConnection connection, string key, Template template, WarmMachine machine)
    {
        var isTaken = false;
        try
        {
            connection.Post(KeeperFrame.Handed, 0, HandedMachineFrame.Of(machine.Machine).Encode());
            isTaken = await connection.ReceiveAsync(_stop.Token) is { Type: KeeperFrame.Take };
        }
        finally
        {
            if (!isTaken)
            {
                Keep(key, template, machine);
            }
        }

        return isTaken;
    }

    private void HearOfWarm(string key, Template template, string? failure)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place) || place.Template != template)
            {
                return;
            }

            if (failure is null)
            {
                place.Warm.Succeeded();
                return;
            }

            _note($"a machine of {place.Shape.MemoryMiB} MiB that waited did not go on, another boots instead: {failure}");
            place.Warm.Failed(failure, _host.Time.GetUtcNow());
        }
    }

    private void Keep(string key, Template template, WarmMachine machine)
    {
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested && _places.TryGetValue(key, out var place) && place.Template == template)
            {
                place.Warm.Keep(machine);
                return;
            }
        }

        machine.Dispose();
    }

    private void Fill(string key, TimeSpan rest)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || !_places.TryGetValue(key, out var place) || place.Warm.IsFilling)
            {
                return;
            }

            place.Warm.IsFilling = true;
            var filling = FillAsync(key, place, rest);
            _fillings.TryAdd(filling, 0);
            _ = filling.ContinueWith(done => _fillings.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task FillAsync(string key, TemplatePlace place, TimeSpan rest)
    {
        await Task.Yield();
        try
        {
            await RestAsync(place, rest);
            while (NextToWarm(place) is { } template)
            {
                using (template)
                {
                    await WarmAsync(key, place, template);
                }
            }
        }
#pragma warning disable CA1031 // Whatever it is, machines start without a pool, and the keeper serves others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NotWarmed(place, exception);
        }
    }

    private async Task RestAsync(TemplatePlace place, TimeSpan rest)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(place.Warm.Hurried, Task.Delay(rest, _host.Time, over.Token));
        await over.CancelAsync();
        _stop.Token.ThrowIfCancellationRequested();
        lock (_gate)
        {
            place.Warm.Rested();
        }
    }

    private async Task WarmAsync(string key, TemplatePlace place, Template template)
    {
        await _making.WaitAsync(_stop.Token);
        try
        {
            var machine = await _host.WarmAsync(template, place.Shape, place.Accelerator, _stop.Token);
            _waiting.TryAdd(machine, 0);
            Keep(key, template, machine);
            _ = ForgetAsync(key, machine);
            _served();
        }
        finally
        {
            _making.Release();
        }
    }

    // One that ended while it waited is replaced, after a rest: who ended it may do it again.
    private async Task ForgetAsync(string key, WarmMachine machine)
    {
        await machine.Ended;
        if (!_waiting.TryRemove(machine, out _) || machine.IsLetGo)
        {
            return;
        }

        lock (_gate)
        {
            _places.GetValueOrDefault(key)?.Warm.NotMade("one ended while it waited", _host.Time.GetUtcNow());
        }

        Fill(key, Rest);
    }

    // In the moment in which it is seen that nothing is to be made, nobody makes anything any more.
    private Template? NextToWarm(TemplatePlace place)
    {
        lock (_gate)
        {
            var now = _host.Time.GetUtcNow();
            var next = place.Warm.NeedsOne(_host.PoolSize, now, Rest) && !place.IsOlderThan(Age, now) && !_host.IsMemoryShort() ? place.Template?.TryHold() : null;
            place.Warm.IsFilling = next is not null;
            return next;
        }
    }

    private void NotWarmed(TemplatePlace place, Exception exception)
    {
        lock (_gate)
        {
            place.Warm.IsFilling = false;
            place.Warm.NotMade(exception.Message, _host.Time.GetUtcNow());
        }

        if (!_stop.IsCancellationRequested)
        {
            _note($"no machine of {place.Shape.MemoryMiB} MiB waits for a workload: {exception.Message}");
        }
    }
}
