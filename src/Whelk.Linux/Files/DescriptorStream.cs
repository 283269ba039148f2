using System.Runtime.InteropServices;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Files;

/// <summary>
/// What goes through a pipe, pty or socket, read and written without blocking a thread. Its end is that of the descriptor alone: what is open behind it can go on
/// in the hands of whoever has a duplicate, which the end of a <see cref="System.Net.Sockets.Socket"/> does not promise.
/// </summary>
/// <param name="descriptor">The stream's from here on; it becomes non-blocking, for all that share it.</param>
public sealed class DescriptorStream(SafeHandle descriptor) : PassingStream
{
    private readonly SafeHandle _descriptor = NonBlocking(descriptor);
    private readonly CancellationTokenSource _closed = new();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was closed meanwhile.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = Either(cancellationToken);
        try
        {
            return await Descriptor.ReadAsync(_descriptor, buffer, either.Token);
        }
        catch (OperationCanceledException exception) when (_closed.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(DescriptorStream), exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The other end is gone.</exception>
    /// <exception cref="ObjectDisposedException">It was closed meanwhile.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = Either(cancellationToken);
        try
        {
            if (!await Descriptor.WriteAsync(_descriptor, buffer, either.Token))
            {
                throw new IOException("the other end is gone");
            }
        }
        catch (OperationCanceledException exception) when (_closed.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(DescriptorStream), exception);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed.IsCancellationRequested)
        {
            _closed.Cancel();
            FdWatcher.Shared.Forget(_descriptor);
            _descriptor.Dispose();
        }

        base.Dispose(disposing);
    }

    private CancellationTokenSource Either(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, this);
        return CancellationTokenSource.CreateLinkedTokenSource(_closed.Token, cancellationToken);
    }

    private static SafeHandle NonBlocking(SafeHandle descriptor)
    {
        Descriptor.SetNonBlocking(descriptor);
        return descriptor;
    }
}
