namespace Whelk.Cli.Client;

/// <summary>An answer that has begun, with the connection that it comes over.</summary>
internal sealed class PendingResponse(EngineConnection connection, EngineResponse response) : IDisposable
{
    public EngineResponse Response => response;

    /// <summary>Ends the wait of another thread that is reading the body.</summary>
    public void Abort() => connection.Abort();

    public void Dispose()
    {
        response.Dispose();
        connection.Dispose();
    }
}
