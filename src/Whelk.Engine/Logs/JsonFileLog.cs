using System.Buffers;
using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Engine.Logs;

/// <summary>
/// Writes Docker's json-file format: a line {"log":"text\n","stream":"stdout","time":"RFC 3339 with nanoseconds"} per line of output;
/// longer lines are cut at 16 KiB, the parts having no newline (as Docker's daemon/logger/copier.go does).
/// </summary>
internal sealed class JsonFileLog : IWorkloadLog
{
    private const int MaximumLine = 16 * 1024;

    // "time":"2006-01-02T15:04:05.000000000Z"} and the end of the line.
    private const int LongestTime = 64;

    private readonly string _path;
    private readonly LogRotation? _rotation;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _partial = new() { ["stdout"] = new(), ["stderr"] = new() };
    private readonly Lock _gate = new();
    private readonly byte[] _attributes;
    private string _lastTime;
    private int _linesOfLastTime;
    private Thread? _compressing;
    private FileStream _file;

    /// <summary>Opens the file for appending, making it if needed.</summary>
    internal JsonFileLog(string path, TimeProvider time, LogRotation? rotation = null, IReadOnlyDictionary<string, string>? attributes = null)
    {
        _attributes = Encode(attributes);
        _path = path;
        _time = time;
        _rotation = rotation;
        var tail = TailOf(path);
        _lastTime = TimeIn(tail);
        if (tail is not ([] or [.., (byte)'\n']))
        {
            _batch.Write("\n"u8);
        }

        _file = Open(path, FileMode.Append);
    }

    /// <inheritdoc/>
    public void Append(string stream, ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            var partial = _partial[stream];
            while (!data.IsEmpty)
            {
                var room = MaximumLine - partial.WrittenCount;
                var newline = data[..Math.Min(room, data.Length)].IndexOf((byte)'\n');
                var take = newline >= 0 ? newline + 1 : Math.Min(room, data.Length);
                partial.Write(data[..take]);
                data = data[take..];
                if (newline >= 0 || partial.WrittenCount == MaximumLine)
                {
                    Emit(stream, partial);
                }
            }

            Flush();
        }
    }

    /// <inheritdoc/>
    public LogEnd End()
    {
        lock (_gate)
        {
            return new LogEnd(new LogMark(_lastTime, _linesOfLastTime), _partial["stdout"].WrittenSpan.ToArray(), _partial["stderr"].WrittenSpan.ToArray());
        }
    }

    /// <summary>Writes what is left without a newline, and closes the file. Idempotent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_file.CanWrite)
            {
                return;
            }

            foreach (var (stream, partial) in _partial)
            {
                if (partial.WrittenCount > 0)
                {
                    Emit(stream, partial);
                }
            }

            Flush();
            _file.Dispose();
            _compressing?.Join();
        }
    }

    private void Emit(string stream, ArrayBufferWriter<byte> line)
    {
        if (_rotation is { } rotation && _file.Position + _batch.WrittenCount >= rotation.MaximumSize)
        {
            Flush();
            Rotate(rotation);
        }

        _batch.Write("{\"log\":"u8);
        LogText.Write(_batch, line.WrittenSpan);
        _batch.Write(Encoding.ASCII.GetBytes($",\"stream\":\"{stream}\""));
        _batch.Write(_attributes);
        _batch.Write(Encoding.ASCII.GetBytes($",\"time\":\"{NextTime()}\"}}\n"));
        line.ResetWrittenCount();
    }

    // Counted, so that the last line is known among others of its time. How many of it an earlier run wrote is not.
    private string NextTime()
    {
        var now = Rfc3339.Format(_time.GetUtcNow());
        _linesOfLastTime = now != _lastTime ? 1 : _linesOfLastTime == 0 ? 0 : _linesOfLastTime + 1;
        return _lastTime = now;
    }

    private void Flush()
    {
        try
        {
            _file.Write(_batch.WrittenSpan);
        }
        catch (IOException)
        {
            // No space: the workload goes on without these lines, as under Docker. The part that got in goes, so that the next line is whole.
            _file.SetLength(_file.Position);
        }

        _batch.ResetWrittenCount();
    }

    // The new file takes the old one's name in one step, so that a reader always finds one. Where that cannot be done, the log goes on growing.
    private void Rotate(LogRotation rotation)
    {
        _compressing?.Join();
        var files = rotation.Files;
        var next = LogFiles.Next(_path);
        try
        {
            var file = Open(next, FileMode.Create);
            _file.Dispose();
            _file = file;
            for (var number = files - 1; number > 1; number--)
            {
                MoveUp(LogFiles.Rotated(_path, number - 1), LogFiles.Rotated(_path, number));
            }

            AtomicFile.Exchange(next, _path);
            if (files > 1)
            {
                File.Move(next, LogFiles.Rotated(_path, 1), overwrite: true);
                _compressing = rotation.Compress ? LogCompression.Start(LogFiles.Rotated(_path, 1)) : null;
            }
            else
            {
                File.Delete(next);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SyscallException)
        {
            GoOn();
        }
    }

    private void GoOn()
    {
        _file.Dispose();
        _file = Open(_path, FileMode.Append);
    }

    // A number has one file, compressed or not: options may have changed in between.
    private static void MoveUp(string from, string to)
    {
        foreach (var (end, other) in new[] { (string.Empty, LogCompression.Extension), (LogCompression.Extension, string.Empty) })
        {
            if (File.Exists(from + end))
            {
                File.Move(from + end, to + end, overwrite: true);
                File.Delete(to + other);
            }
        }
    }

    private static byte[] Encode(IReadOnlyDictionary<string, string>? attributes)
    {
        if (attributes is null)
        {
            return [];
        }

        var text = new ArrayBufferWriter<byte>();
        text.Write(",\"attrs\":{"u8);
        foreach (var (name, value) in attributes)
        {
            text.Write(text.WrittenSpan[^1] == '{' ? ""u8 : ","u8);
            LogText.Write(text, Encoding.UTF8.GetBytes(name));
            text.Write(":"u8);
            LogText.Write(text, Encoding.UTF8.GetBytes(value));
        }

        text.Write("}"u8);
        return text.WrittenSpan.ToArray();
    }

    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
    });

    // An earlier writer may have been killed, or met a full disk: its last line must not take the next one with it.
    private static byte[] TailOf(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[Math.Min(LongestTime, RandomAccess.GetLength(file))];
        return tail[..RandomAccess.Read(file, tail, Math.Max(0, RandomAccess.GetLength(file) - tail.Length))];
    }

    // The last thing in a line; empty where there is no whole one.
    private static string TimeIn(ReadOnlySpan<byte> tail)
    {
        var start = tail.LastIndexOf("\"time\":\""u8) is >= 0 and var at ? tail[(at + "\"time\":\""u8.Length)..] : [];
        return start.IndexOf((byte)'"') is > 0 and var end ? Encoding.ASCII.GetString(start[..end]) : string.Empty;
    }
}
