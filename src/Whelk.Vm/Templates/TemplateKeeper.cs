using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>
/// Makes templates where they are asked for, beside those who ask, and grants them. A template that is old is replaced, one that fails is dropped, and where memory
/// is short there is none: machines boot then. Of each template some machines wait for a workload.
/// </summary>
internal sealed partial class TemplateKeeper : IAsyncDisposable
{
    // All clones of a template have the layout of its kernel's addresses in common.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    // After a template that could not be made.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    // A template keeps some 110 MiB; a place without one keeps nothing but why.
    private const int MostTemplates = 4;
    private const int MostPlaces = 32;

    // To take up a state is mostly work of one processor.
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _making = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TemplatePlace> _places = [];
    private readonly KeeperHost _host;
    private readonly Action<string> _note;
    private readonly Action _served;

    /// <param name="host">Where it runs.</param>
    /// <param name="note">Takes what a person may want to know, a line each.</param>
    /// <param name="served">Hears that something was done.</param>
    internal TemplateKeeper(KeeperHost host, Action<string> note, Action served) => (_host, _note, _served) = (host, note, served);

    /// <summary>Grants to whoever connects, until it is cancelled.</summary>
    internal async Task ServeAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            _ = ServeAsync(new FrameConnection(await listener.AcceptAsync(cancellationToken)));
        }
    }

    /// <summary>Looks after what nobody asks for: memory that is short, and machines that have waited too long.</summary>
    internal void LookAfter()
    {
        LookAfterMemory();
        lock (_gate)
        {
            foreach (var place in _places.Values)
            {
                EndIfOld(place);
            }
        }
    }

    /// <summary>Drops every template where the host's memory is short.</summary>
    private void LookAfterMemory()
    {
        if (!_host.IsMemoryShort())
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (key, place) in _places.Where(one => one.Value.Template is not null).ToList())
            {
                _note($"memory is short: a template of {place.Shape.MemoryMiB} MiB is dropped");
                place.Drop();
                _places.Remove(key);
            }
        }
    }

    /// <summary>Begins to make the template where there is none, or an old one.</summary>
    /// <returns>The one there is, held for the caller; or why there is none.</returns>
    internal (Template? Template, string Reason) Find(TemplateRequest request)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(request.Key, out var place))
            {
                if (_host.KeyOf(request.Shape, request.Accelerator) != request.Key)
                {
                    return (null, "the keeper is of another build");
                }

                MakeRoom(MostPlaces - 1, static _ => true);
                place = _places[request.Key] = new TemplatePlace(request.Shape, request.Accelerator);
            }

            place.Used = _host.Time.GetUtcNow();
            if (!TemplateSwitch.IsOff && place.NeedsMaking(place.Used, Age, Rest) && !_host.IsMemoryShort())
            {
                place.Making = MakeAsync(request.Key, place);
            }

            return place.Template?.TryHold() is { } held ? (held, string.Empty) : (null, place.Fault ?? "it is not made yet");
        }
    }

    /// <summary>Completes when the template that is being made for such machines is there, or could not be made.</summary>
    internal Task MadeAsync(string key)
    {
        lock (_gate)
        {
            return _places.TryGetValue(key, out var place) ? MadeAndFilledAsync(place) : Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] makings;
        lock (_gate)
        {
            makings = [.. _places.Values.Select(place => place.Making), .. _fillings.Keys];
        }

        await Task.WhenAll(makings);
        foreach (var place in _places.Values)
        {
            place.Drop();
        }

        await Task.WhenAll(_waiting.Keys.Select(machine => machine.Ended));

        _stop.Dispose();
        _turns.Dispose();
        _making.Dispose();
    }

    private async Task ServeAsync(FrameConnection connection)
    {
        await using (connection)
        {
            try
            {
                await (await connection.ReceiveAsync(_stop.Token) switch
                {
                    { Type: KeeperFrame.Claim } frame => GrantAsync(connection, TemplateRequest.Decode(frame.Payload.Span)),
                    { Type: KeeperFrame.Tell } => TellAsync(connection),
                    { Type: KeeperFrame.Await } frame => AnswerAsync(connection, TemplateRequest.Decode(frame.Payload.Span)),
                    _ => Task.CompletedTask,
                });
            }
            catch (Exception exception) when (exception is ProtocolException or WhelkException or OperationCanceledException)
            {
                // Whoever asked boots.
            }

            _served();
        }
    }

    private async Task GrantAsync(FrameConnection connection, TemplateRequest request)
    {
        await _turns.WaitAsync(_stop.Token);
        try
        {
            var (template, reason) = Find(request);
            using (template)
            {
                if (template is null)
                {
                    connection.Post(KeeperFrame.Refused, 0, new PayloadWriter().String(reason).Written);
                    return;
                }

                if (request.TakesWarm && await TryHandAsync(connection, request.Key, template))
                {
                    return;
                }

                connection.Post(KeeperFrame.Granted, 0, new PayloadWriter().String(template.MemoryPath).String(template.StatePath).Written);
                Hear(request.Key, template, await connection.ReceiveAsync(_stop.Token) is { Type: KeeperFrame.Failed } frame ? new PayloadReader(frame.Payload.Span).String() : null);
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <param name="key">Of the template.</param>
    /// <param name="template">That was granted.</param>
    /// <param name="failure">Why the clone did not come up; null where it did.</param>
    internal void Hear(string key, Template template, string? failure)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place) || place.Template != template)
            {
                return;
            }

            if (failure is null)
            {
                place.Succeeded();
                return;
            }

            _note($"a clone of {place.Shape.MemoryMiB} MiB did not come up, its machine boots instead: {failure}");
            place.Failed(_host.Time.GetUtcNow());
        }
    }

    // Those go that were asked for longest ago.
    private void MakeRoom(int most, Func<TemplatePlace, bool> counts)
    {
        foreach (var (key, place) in _places.Where(one => counts(one.Value) && one.Value.Making.IsCompleted).OrderBy(one => one.Value.Used).Take(_places.Values.Count(counts) - most).ToList())
        {
            place.Drop();
            _places.Remove(key);
        }
    }

    private async Task MakeAsync(string key, TemplatePlace place)
    {
        await Task.Yield();
        try
        {
            // One at a time: each takes a processor.
            await _making.WaitAsync(_stop.Token);
            try
            {
                var began = _host.Time.GetTimestamp();
                Put(key, place, await _host.MakeAsync(place.Shape, place.Accelerator, _stop.Token));
                _note($"a template of {place.Shape.MemoryMiB} MiB is ready, made in {_host.Time.GetElapsedTime(began).TotalSeconds:F1} s");
                Fill(key, TimeSpan.Zero);
                _served();
            }
            finally
            {
                _making.Release();
            }
        }
#pragma warning disable CA1031 // Whatever it is, machines boot without a template, and the keeper serves others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                _note($"a template of {place.Shape.MemoryMiB} MiB could not be made, machines boot instead: {exception.Message}");
            }

            lock (_gate)
            {
                place.NotMade(exception.Message, _host.Time.GetUtcNow());
            }
        }
    }

    private void Put(string key, TemplatePlace place, Template template)
    {
        lock (_gate)
        {
            if (_places.GetValueOrDefault(key) == place)
            {
                place.Put(template);
                MakeRoom(MostTemplates, static one => one.Template is not null);
            }
            else
            {
                template.Dispose();
            }
        }
    }
}
