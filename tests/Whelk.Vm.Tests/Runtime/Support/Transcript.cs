using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>What comes out of a descriptor, as it comes.</summary>
internal sealed class Transcript : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly SafeFileHandle _source;
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _consumed;

    /// <param name="source">Owned from here on.</param>
    internal Transcript(SafeFileHandle source)
    {
        _source = source;
        Descriptor.SetNonBlocking(source);
        _reading = ReadAsync();
    }

    /// <summary>Everything, once the last writer is gone.</summary>
    internal async Task<string> AllAsync()
    {
        await _reading.WaitAsync(Bound);
        return Text();
    }

    /// <summary>Waits for some text and returns what came up to and with it, since the last time.</summary>
    /// <exception cref="TimeoutException">It does not come, with what came.</exception>
    internal Task<string> UntilAsync(string wanted) => UntilAsync(wanted, Bound);

    /// <inheritdoc cref="UntilAsync(string)"/>
    internal async Task<string> UntilAsync(string wanted, TimeSpan patience)
    {
        using var bound = new CancellationTokenSource(patience);
        var late = Task.Delay(Timeout.Infinite, bound.Token);
        while (true)
        {
            Task more;
            lock (_gate)
            {
                var text = _text.ToString(_consumed, _text.Length - _consumed);
                var at = text.IndexOf(wanted, StringComparison.Ordinal);
                if (at >= 0)
                {
                    _consumed += at + wanted.Length;
                    return text[..(at + wanted.Length)];
                }

                more = _reading.IsCompleted ? throw new EndOfStreamException($"no \"{wanted}\" in: {text}") : _more.Task;
            }

            if (await Task.WhenAny(more, _reading, late) == late)
            {
                throw new TimeoutException($"no \"{wanted}\" within {patience.TotalSeconds} s in: {Text()}");
            }
        }
    }

    public void Dispose()
    {
        FdWatcher.Shared.Forget(_source);
        _source.Dispose();
    }

    /// <summary>What has come so far.</summary>
    internal string Text()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[32 << 10];
        int count;
        while ((count = await Descriptor.ReadAsync(_source, buffer)) > 0)
        {
            lock (_gate)
            {
                _text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
