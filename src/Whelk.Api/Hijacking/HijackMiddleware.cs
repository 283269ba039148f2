using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Whelk.Api.Hijacking;

/// <summary>
/// Stands between the socket and Kestrel and takes a connection over where Docker's API turns it into a raw stream (attach, exec start): Kestrel
/// cannot upgrade a POST with a body, and loses output after a client's half-close. Everything else passes through unchanged.
/// </summary>
internal sealed class HijackMiddleware(ConnectionDelegate next, IHijackHandler handler)
{
    private const int MaximumHead = 32 * 1024;

    internal async Task OnConnectionAsync(ConnectionContext connection)
    {
        var outside = connection.Transport;
        var inside = new Pipe();
        var output = new KeptOpenWriter(outside.Output);
        connection.Transport = new DuplexPipe(inside.Reader, output);
        using var kestrelEnded = new CancellationTokenSource();
        var feeding = FeedAsync(outside.Input, inside.Writer, kestrelEnded.Token);
        await next(connection);
        await kestrelEnded.CancelAsync();
        connection.Transport = outside;
        if (await feeding is { } request)
        {
            var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
            await handler.HandleAsync(request with { Connection = socket?.SafeHandle }, outside);
        }

        await outside.Output.CompleteAsync();
        await outside.Input.CompleteAsync();
    }

    /// <summary>Passes requests on until one is to be taken over, or the client or Kestrel ends the connection.</summary>
    private async Task<HijackedRequest?> FeedAsync(PipeReader source, PipeWriter kestrel, CancellationToken kestrelEnded)
    {
        try
        {
            while (true)
            {
                var (head, raw) = await ReadHeadAsync(source, kestrelEnded);
                if (head is null)
                {
                    await PassAllAsync(source, kestrel, kestrelEnded);
                    return null;
                }

                if (handler.Route(head) is { } route)
                {
                    source.AdvanceTo(raw.End);
                    return new HijackedRequest(head, route);
                }

                kestrel.Write(RequestHead.Normalize(raw.ToArray()));
                source.AdvanceTo(raw.End);
                await kestrel.FlushAsync(kestrelEnded);
                await PassBodyAsync(source, new BodyFraming(head), kestrel, kestrelEnded);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            return null;
        }
        finally
        {
            await kestrel.CompleteAsync();
        }
    }

    /// <returns>The head with its bytes still in the reader; null where none came before the end or the limit, with nothing consumed.</returns>
    private static async Task<(RequestHead? Head, ReadOnlySequence<byte> Raw)> ReadHeadAsync(PipeReader source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await source.ReadAsync(cancellationToken);
            if (RequestHead.TryFindEnd(result.Buffer, out var end))
            {
                var raw = result.Buffer.Slice(0, end);
                var parsed = RequestHead.TryParse(raw.ToArray());
                if (parsed is null)
                {
                    source.AdvanceTo(result.Buffer.Start);
                    return (null, default);
                }

                return (parsed, raw);
            }

            var over = result.IsCompleted || result.Buffer.Length > MaximumHead;
            source.AdvanceTo(result.Buffer.Start, over ? result.Buffer.Start : result.Buffer.End);
            if (over)
            {
                return (null, default);
            }
        }
    }

    private static async Task PassAsync(PipeReader source, ReadOnlySequence<byte> bytes, PipeWriter kestrel, CancellationToken cancellationToken)
    {
        foreach (var segment in bytes)
        {
            kestrel.Write(segment.Span);
        }

        source.AdvanceTo(bytes.End);
        await kestrel.FlushAsync(cancellationToken);
    }

    private static async Task PassBodyAsync(PipeReader source, BodyFraming body, PipeWriter kestrel, CancellationToken cancellationToken)
    {
        while (!body.IsDone)
        {
            var result = await source.ReadAsync(cancellationToken);
            var length = body.Advance(result.Buffer);
            await PassAsync(source, result.Buffer.Slice(0, length), kestrel, cancellationToken);
            if (result.IsCompleted && !body.IsDone)
            {
                return;
            }
        }
    }

    private static async Task PassAllAsync(PipeReader source, PipeWriter kestrel, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await source.ReadAsync(cancellationToken);
            await PassAsync(source, result.Buffer, kestrel, cancellationToken);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }
}
