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
    private const int Kept = 8000;
    private const int Shown = 2000;

    private readonly SafeFileHandle _source;
    private readonly byte[] _ring = new byte[Kept];
    private readonly Lock _gate = new();
    private readonly byte[]? _watched;
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private long _count;

    /// <param name="source">Owned from here on.</param>
    /// <param name="watched">A text to look for; null for none.</param>
    internal OutputTail(SafeFileHandle source, string? watched = null)
    {
        _source = source;
        _watched = watched is null ? null : Encoding.UTF8.GetBytes(watched);
        Descriptor.SetNonBlocking(source);
        _reading = ReadAsync();
    }

    /// <summary>Completes when the last writer is gone.</summary>
    internal Task Ended => _reading;

    /// <summary>Completes when the watched text has come; never, where it does not.</summary>
    internal Task Seen => _seen.Task;

    /// <summary>The last lines; empty where nothing was said.</summary>
    internal string Text() => Clean(Bytes().AsSpan() is { Length: > Shown } bytes ? bytes[^Shown..] : Bytes());

    /// <summary>The first line that has some text in it, of all that is kept.</summary>
    internal string? LineWith(string text) => Array.Find(Encoding.UTF8.GetString(Bytes()).Split('\n'), line => line.Contains(text, StringComparison.Ordinal)) is { } line ? GuestText.Clean(line.Trim()) : null;

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
                if (_watched is not null && !_seen.Task.IsCompleted && Bytes().AsSpan().IndexOf(_watched) >= 0)
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

    private static string Clean(ReadOnlySpan<byte> bytes) => GuestText.Clean(Encoding.UTF8.GetString(bytes).Trim().ReplaceLineEndings("\n"));

    private byte[] Bytes()
    {
        lock (_gate)
        {
            var first = (int)(_count % Kept);
            return _count <= Kept ? _ring[..(int)_count] : [.. _ring.AsSpan(first), .. _ring.AsSpan(0, first)];
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
