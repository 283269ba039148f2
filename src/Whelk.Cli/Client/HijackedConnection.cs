namespace Whelk.Cli.Client;

/// <summary>A connection that has become a raw stream. One thread may read while another writes.</summary>
internal sealed class HijackedConnection(EngineConnection connection) : IDisposable
{
    /// <inheritdoc cref="EngineConnection.Read"/>
    public int Read(Span<byte> target) => connection.Read(target);

    /// <inheritdoc cref="EngineConnection.Write"/>
    public void Write(ReadOnlySpan<byte> bytes) => connection.Write(bytes);

    /// <summary>Standard input has ended; output goes on.</summary>
    public void CloseWrite() => connection.CloseWrite();

    /// <inheritdoc cref="EngineConnection.Abort"/>
    public void Abort() => connection.Abort();

    public void Dispose() => connection.Dispose();
}
