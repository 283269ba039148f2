using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;

namespace Whelk.Vm.Relay;

/// <summary>
/// Reads what a program (or a guest's console) says for as long as it lives and keeps the end of it: for messages, never for a file,
/// which a hostile guest could grow without bound.
/// </summary>
internal sealed class OutputTail : IDisposable
{
    private const int Kept = 2000;

    private readonly SafeFileHandle _source;
    private readonly byte[] _ring = new byte[Kept];
    private readonly Lock _gate = new();
    private readonly string? _watched;
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private long _count;

    /// <param name="source">Owned from here on.</param>
    /// <param name="watched">A text to look for; null for none.</param>
    internal OutputTail(SafeFileHandle source, string? watched = null)
    {
        _source = source;
        _watched = watched;
        Descriptor.SetNonBlocking(source);
        _reading = ReadAsync();
    }

    /// <summary>Completes when the last writer is gone.</summary>
    internal Task Ended => _reading;

    /// <summary>Completes when the watched text has come; never, where it does not.</summary>
    internal Task Seen => _seen.Task;

    /// <summary>The last lines; empty where nothing was said.</summary>
    internal string Text()
    {
        lock (_gate)
        {
            var first = (int)(_count % Kept);
            var bytes = _count <= Kept ? _ring.AsSpan(0, (int)_count).ToArray() : [.. _ring.AsSpan(first), .. _ring.AsSpan(0, first)];
            return GuestText.Clean(Encoding.UTF8.GetString(bytes).Trim().ReplaceLineEndings("\n"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FdWatcher.Shared.Forget(_source);
        _source.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await Descriptor.ReadAsync(_source, buffer)) > 0)
            {
                Keep(buffer.AsSpan(0, count));
                if (_watched is not null && !_seen.Task.IsCompleted && Text().Contains(_watched, StringComparison.Ordinal))
                {
                    _seen.TrySetResult();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Nobody wants to know any more.
        }
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            foreach (var value in data)
            {
                _ring[_count++ % Kept] = value;
            }
        }
    }
}
