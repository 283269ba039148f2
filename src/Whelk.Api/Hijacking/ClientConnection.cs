using System.Runtime.InteropServices;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Api.Hijacking;

/// <summary>Tells a client's close from its half-close, where the connection is a unix socket.</summary>
internal static class ClientConnection
{
    /// <summary>Waits until the client is gone for good.</summary>
    /// <param name="connection">Its socket; null where that cannot be told.</param>
    /// <param name="over">When nobody waits for that any more.</param>
    /// <returns>Whether it is gone; false where that cannot be told, or <paramref name="over"/> came first.</returns>
    internal static async Task<bool> IsGoneAsync(SafeHandle? connection, CancellationToken over)
    {
        if (connection is null or { IsClosed: true })
        {
            return false;
        }

        try
        {
            await FdWatcher.Shared.HungUpAsync(connection, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SyscallException)
        {
            // It is closed already.
            return true;
        }
        finally
        {
            if (!connection.IsClosed)
            {
                FdWatcher.Shared.Forget(connection);
            }
        }
    }
}
