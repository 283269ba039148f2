using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Client;

/// <summary>The Engine API as commands call it. One request at a time goes over one kept-alive connection; what must wait gets its own.</summary>
internal sealed class EngineClient(EngineAddress address) : IDisposable
{
    private EngineConnection? _connection;
    private BodyStream? _body;
    private bool _closing;

    /// <summary>Sends <paramref name="request"/> and returns its answer, valid until the next call.</summary>
    /// <exception cref="EngineException">The daemon refused.</exception>
    /// <exception cref="Errors.WhelkException">Unavailable: it cannot be reached.</exception>
    public EngineResponse Send(EngineRequest request)
    {
        if (_body is { Finished: false } || _closing)
        {
            Drop();
        }

        _connection ??= new EngineConnection(address.Connect());
        _connection.Send(request);
        var head = _connection.ReadHead() with { AnswersHead = request.Method == "HEAD" };
        _body = BodyStream.Of(head, _connection);
        _closing = head.Close;
        return Accept(head, _body);
    }

    /// <summary>Sends and reads an answer that says nothing but "done".</summary>
    public void Do(EngineRequest request)
    {
        using var response = Send(request);
        response.ReadAll();
    }

    /// <summary>Sends and reads a JSON answer.</summary>
    public T Ask<T>(EngineRequest request, JsonTypeInfo<T> type)
    {
        using var response = Send(request);
        return response.Read(type);
    }

    /// <summary>
    /// Sends on a connection of its own and returns once the answer's head is there: the daemon has then taken the request in, though
    /// the body may come much later. Whoever asks disposes the connection.
    /// </summary>
    public PendingResponse Begin(EngineRequest request)
    {
        var connection = new EngineConnection(address.Connect());
        try
        {
            connection.Send(request);
            var head = connection.ReadHead();
            return new PendingResponse(connection, Accept(head, BodyStream.Of(head, connection)));
        }
        catch (Errors.WhelkException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Turns a connection of its own into a raw stream (attach, exec).</summary>
    public HijackedConnection Hijack(EngineRequest request)
    {
        var connection = new EngineConnection(address.Connect());
        try
        {
            connection.Send(request with { Upgrade = true });
            var head = connection.ReadHead();
            if (head.Status is not (101 or 200))
            {
                Accept(head, BodyStream.Of(head, connection));
            }

            return new HijackedConnection(connection);
        }
        catch (Errors.WhelkException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A client for another thread, to the same daemon.</summary>
    public EngineClient Another() => new(address);

    public void Dispose() => Drop();

    private static EngineResponse Accept(ResponseHead head, BodyStream body)
    {
        var response = new EngineResponse(head, body);
        return head.Status < 400 ? response : throw new EngineException(head.Status, ReasonIn(response));
    }

    private static string ReasonIn(EngineResponse response)
    {
        var body = response.ReadAll();
        try
        {
            if (JsonSerializer.Deserialize(body, WireJson.Default.ErrorMessage)?.Message is { Length: > 0 } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Not the daemon's own words (a proxy's page, say): they are shown as they came.
        }

        var text = Encoding.UTF8.GetString(body).Trim();
        return text.Length > 0 ? text : $"status {response.Head.Status} without a message";
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
        _body = null;
    }
}
