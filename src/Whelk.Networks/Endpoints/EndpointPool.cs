using System.Threading.Channels;
using Whelk.Errors;

namespace Whelk.Networks.Endpoints;

/// <summary>Keeps endpoints ready, and makes new ones behind the requests' back. One is given out once and never comes back.</summary>
internal sealed class EndpointPool : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // About what a run takes: whoever took the last one has the processors for himself, while others are ready.
    private static readonly TimeSpan PauseAfterTaking = TimeSpan.FromMilliseconds(50);
    private readonly EndpointFactory _factory;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<Endpoint>? _ready;
    private readonly Task _refilling;

    internal EndpointPool(EndpointFactory factory, int size, TimeProvider time)
    {
        _factory = factory;
        _time = time;
        _ready = size > 0 ? Channel.CreateBounded<Endpoint>(size) : null;
        _refilling = _ready is null ? Task.CompletedTask : Task.Run(() => RefillAsync(_ready.Writer, _stopping.Token));
    }

    /// <summary>How many are ready now.</summary>
    internal int Ready => _ready?.Reader.Count ?? 0;

    /// <summary>A ready endpoint, or a new one where none is.</summary>
    internal ValueTask<Endpoint> TakeAsync() =>
        _ready is not null && _ready.Reader.TryRead(out var endpoint) ? ValueTask.FromResult(endpoint) : new ValueTask<Endpoint>(_factory.CreateAsync());

    /// <summary>Stops refilling and removes what is ready.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
#pragma warning disable VSTHRD003 // It was started by the constructor, on the pool: nothing here holds what it waits for.
        await _refilling;
#pragma warning restore VSTHRD003
        while (_ready is not null && _ready.Reader.TryRead(out var endpoint))
        {
            _factory.Remove(endpoint);
        }

        _stopping.Dispose();
    }

    private async Task RefillAsync(ChannelWriter<Endpoint> writer, CancellationToken stopping)
    {
        try
        {
            while (await writer.WaitToWriteAsync(stopping))
            {
                if (Ready > 0)
                {
                    await Task.Delay(PauseAfterTaking, _time, stopping);
                }

                await RefillOneAsync(writer, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task RefillOneAsync(ChannelWriter<Endpoint> writer, CancellationToken stopping)
    {
        try
        {
            var endpoint = await _factory.CreateAsync();
            if (!writer.TryWrite(endpoint))
            {
                _factory.Remove(endpoint);
            }
        }
        catch (WhelkException)
        {
            // Whoever asks next makes one himself and gets the reason; here it is only tried again.
            await Task.Delay(PauseAfterFailure, _time, stopping);
        }
    }
}
