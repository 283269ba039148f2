using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>A successful answer whose body has yet to be read.</summary>
internal sealed class EngineResponse(ResponseHead head, BodyStream body) : IDisposable
{
    public ResponseHead Head => head;

    public Stream Body => body;

    /// <summary>The whole body as <typeparamref name="T"/>.</summary>
    /// <exception cref="WhelkException">Corrupt: the body is something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type) => Parse(() => JsonSerializer.Deserialize(ReadAll(), type)) ?? throw NotUnderstood(null);

    /// <summary>The whole body as a tree, for output that must show what this client knows nothing of.</summary>
    public JsonNode ReadNode() => Parse(() => JsonNode.Parse(ReadAll())) ?? throw NotUnderstood(null);

    /// <summary>The body as a stream of JSON values, each handed on when it is complete; empty lines are dropped.</summary>
    public IEnumerable<T> ReadLines<T>(JsonTypeInfo<T> type)
    {
        using var reader = new StreamReader(body, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(() => JsonSerializer.Deserialize(line, type)) ?? throw NotUnderstood(null);
            }
        }
    }

    /// <summary>Reads what is left, so that the connection can be used again.</summary>
    public byte[] ReadAll()
    {
        using var memory = new MemoryStream();
        body.CopyTo(memory);
        return memory.ToArray();
    }

    public void Dispose() => body.Dispose();

    private static T Parse<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (JsonException failure)
        {
            throw NotUnderstood(failure);
        }
    }

    private static WhelkException NotUnderstood(Exception? failure) =>
        new(ErrorCode.Corrupt, "the daemon's answer is not what was expected; are client and daemon of the same version?", failure);
}
