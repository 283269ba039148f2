namespace Whelk.Cli.Client;

/// <summary>A body that ends when the peer closes the connection.</summary>
internal sealed class OpenBodyStream(EngineConnection connection) : BodyStream
{
    public override bool Finished => false;

    public override int Read(Span<byte> buffer) => connection.Read(buffer);
}
