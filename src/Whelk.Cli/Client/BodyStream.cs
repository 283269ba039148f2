using Whelk.Linux.Files;

namespace Whelk.Cli.Client;

/// <summary>A response's body, read forwards once. What a subclass adds is where it ends.</summary>
internal abstract class BodyStream : ReadStream
{
    /// <summary>Whether the whole body was read, so that the connection can carry another request.</summary>
    public abstract bool Finished { get; }

    public static BodyStream Of(ResponseHead head, EngineConnection connection) => head switch
    {
        { Bodiless: true } => new FixedBodyStream(connection, 0),
        { Chunked: true } => new ChunkedBodyStream(connection),
        { ContentLength: { } length } => new FixedBodyStream(connection, length),
        _ => new OpenBodyStream(connection),
    };
}
