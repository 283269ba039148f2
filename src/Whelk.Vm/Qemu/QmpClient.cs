using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Sockets;
using Whelk.Vm.Store;

namespace Whelk.Vm.Qemu;

/// <summary>QEMU's machine protocol, one command at a time (docs/interop/qmp-spec in QEMU's source).</summary>
internal sealed class QmpClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly SemaphoreSlim _turn = new(1);
    private bool _negotiated;
    private long _lastId;

    internal QmpClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
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

    private async Task<JsonElement?> ExecuteAsync(string command, string arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_negotiated)
            {
                await RoundTripAsync("qmp_capabilities", "{}", null, cancellationToken);
                _negotiated = true;
            }

            return await RoundTripAsync(command, arguments, descriptor, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"QEMU is gone ({command})", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        _turn.Dispose();
    }

    private async Task<JsonElement?> RoundTripAsync(string command, string arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        var line = Encoding.UTF8.GetBytes($"{{\"execute\":\"{command}\",\"arguments\":{arguments},\"id\":{id}}}\n");
        if (descriptor is null)
        {
            await _stream.WriteAsync(line, cancellationToken);
        }
        else
        {
            DescriptorPassing.Send(_stream.Socket.SafeHandle, descriptor, line);
        }

        while (await _reader.ReadLineAsync(cancellationToken) is { } said)
        {
            var message = JsonSerializer.Deserialize(said, StoreJson.Default.QmpMessage);
            if (message?.Id != id)
            {
                // The greeting, events, and answers that nobody waits for any more pass by.
                continue;
            }

            if (message.Error is { } error)
            {
                throw new WhelkException(ErrorCode.Internal, $"QEMU refused {command}: {error}");
            }

            return message.Return;
        }

        throw new WhelkException(ErrorCode.Unavailable, $"QEMU is gone ({command})");
    }
}
