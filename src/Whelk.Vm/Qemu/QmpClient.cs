using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Whelk.Errors;
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
    internal async Task ExecuteAsync(string command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_negotiated)
            {
                await RoundTripAsync("qmp_capabilities", cancellationToken);
                _negotiated = true;
            }

            await RoundTripAsync(command, cancellationToken);
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

    private async Task RoundTripAsync(string command, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{{\"execute\":\"{command}\",\"id\":{id}}}\n"), cancellationToken);
        while (await _reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var message = JsonSerializer.Deserialize(line, StoreJson.Default.QmpMessage);
            if (message?.Id != id)
            {
                // The greeting, events, and answers that nobody waits for any more pass by.
                continue;
            }

            if (message.Error is { } error)
            {
                throw new WhelkException(ErrorCode.Internal, $"QEMU refused {command}: {error}");
            }

            return;
        }

        throw new WhelkException(ErrorCode.Unavailable, $"QEMU is gone ({command})");
    }
}
