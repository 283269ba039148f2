using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Sockets;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Qemu;

/// <summary>QEMU's machine protocol (docs/interop/qmp-spec in QEMU's source): commands, whose answers are told apart by their ids, and events between them.</summary>
internal sealed class QmpClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly QmpLines _lines;
    private readonly Action<QmpMessage> _onEvent;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement?>> _waiting = new();
    private readonly Task _negotiated;
    private long _lastId;
    private volatile bool _isGone;

    /// <param name="socket">QEMU's end is at the other side; it is the client's from now on.</param>
    /// <param name="onEvent">Hears of what happens by itself. Must not block.</param>
    internal QmpClient(Socket socket, Action<QmpMessage> onEvent)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _lines = new QmpLines(_stream);
        _onEvent = onEvent;
        _ = ReadAsync();

        // No event comes before.
        _negotiated = RoundTripAsync("qmp_capabilities", "{}", null, CancellationToken.None);
    }

    /// <summary>Runs a command without arguments and waits for its return.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal Task<JsonElement?> ExecuteAsync(string command, CancellationToken cancellationToken) => ExecuteAsync(command, "{}", cancellationToken);

    /// <summary>Runs a command and waits for what it returns.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">A JSON object on one line.</param>
    /// <param name="cancellationToken">Ends the wait, not the command.</param>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal Task<JsonElement?> ExecuteAsync(string command, string arguments, CancellationToken cancellationToken) =>
        ExecuteAsync(command, arguments, null, cancellationToken);

    /// <summary>Gives QEMU a descriptor, which further commands call by this name; it stays the caller's as well.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal Task PassAsync(string name, SafeHandle descriptor, CancellationToken cancellationToken) =>
        ExecuteAsync("getfd", $$"""{"fdname":"{{name}}"}""", descriptor, cancellationToken);

    /// <summary>The same into a set of descriptors, which is opened as the file /dev/fdset/N.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal Task AddToSetAsync(int set, SafeHandle descriptor, CancellationToken cancellationToken) =>
        ExecuteAsync("add-fd", $$"""{"fdset-id":{{set}}}""", descriptor, cancellationToken);

    /// <summary>Says that a guest's memory stays where it is, when its state is saved or taken up.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal Task<JsonElement?> ShareMemoryAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("migrate-set-capabilities", """{"capabilities":[{"capability":"x-ignore-shared","state":true}]}""", cancellationToken);

    /// <summary>Takes up the state that QEMU was started with; the guest runs on from there.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        await ShareMemoryAsync(cancellationToken);
        await ExecuteAsync("migrate-incoming", $$"""{"uri":"fd:{{QemuCommandLine.StateFd}}"}""", cancellationToken);
    }

    /// <summary>Has QEMU end. It may be gone before it has answered: its answer is lost then with what it was just sending or being sent.</summary>
    internal async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("quit", cancellationToken);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.Unavailable)
        {
            // That was asked.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task<JsonElement?> ExecuteAsync(string command, string arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        await _negotiated.WaitAsync(cancellationToken);
        return await RoundTripAsync(command, arguments, descriptor, cancellationToken);
    }

    private async Task<JsonElement?> RoundTripAsync(string command, string arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _waiting[id] = new TaskCompletionSource<JsonElement?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await WriteAsync($"{{\"execute\":\"{command}\",\"arguments\":{arguments},\"id\":{id}}}\n", descriptor, cancellationToken);
            return _isGone ? throw Gone() : await answer.Task.WaitAsync(cancellationToken);
        }
        catch (WhelkException exception)
        {
            throw new WhelkException(exception.Code, $"{exception.Message} ({command})", exception);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private async Task WriteAsync(string text, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        var line = Encoding.UTF8.GetBytes(text);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (descriptor is null)
            {
                await _stream.WriteAsync(line, cancellationToken);
            }
            else
            {
                DescriptorPassing.Send(_stream.Socket.SafeHandle, descriptor, line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Gone();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _lines.ReadAsync() is { } line)
            {
                Take(JsonSerializer.Deserialize(line.Span, StoreJson.Default.QmpMessage));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or JsonException or WhelkException)
        {
            // It is gone, or mad: nothing more is to be had of it.
        }

        _isGone = true;
        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(Gone());
        }
    }

    // The greeting, and answers that nobody waits for any more, pass by.
    private void Take(QmpMessage? message)
    {
        if (message is { Event: not null })
        {
            _onEvent(message);
        }
        else if (message?.Id is { } id && _waiting.TryGetValue(id, out var answer))
        {
            if (message.Error is { } error)
            {
                answer.TrySetException(new WhelkException(ErrorCode.Internal, $"QEMU refused: {GuestText.Clean(error.GetRawText())}"));
            }
            else
            {
                answer.TrySetResult(message.Return);
            }
        }
    }

    private static WhelkException Gone() => new(ErrorCode.Unavailable, "QEMU is gone");
}
