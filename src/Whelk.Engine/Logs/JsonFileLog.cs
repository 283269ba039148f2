using System.Buffers;
using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Engine.Logs;

/// <summary>
/// Writes Docker's json-file format: a line {"log":"text\n","stream":"stdout","time":"RFC 3339 with nanoseconds"} per line of output;
/// longer lines are cut at 16 KiB, the parts having no newline (as Docker's daemon/logger/copier.go does).
/// </summary>
internal sealed class JsonFileLog : IDisposable
{
    private const int MaximumLine = 16 * 1024;

    private readonly string _path;
    private readonly LogRotation? _rotation;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _partial = new() { ["stdout"] = new(), ["stderr"] = new() };
    private readonly Lock _gate = new();
    private FileStream _file;

    /// <summary>Opens the file for appending, making it if needed.</summary>
    internal JsonFileLog(string path, TimeProvider time, LogRotation? rotation = null)
    {
        _path = path;
        _time = time;
        _rotation = rotation;
        if (EndsWithinALine(path))
        {
            _batch.Write("\n"u8);
        }

        _file = Open(path, FileMode.Append);
    }

    /// <summary>Appends what came out of a stream. A full disk loses the lines, never the workload.</summary>
    internal void Append(string stream, ReadOnlySpan<byte> data)
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
        }
    }

    private void Emit(string stream, ArrayBufferWriter<byte> line)
    {
        if (_rotation is { } rotation && _file.Position + _batch.WrittenCount >= rotation.MaximumSize)
        {
            Flush();
            Rotate(rotation.Files);
        }

        _batch.Write("{\"log\":"u8);
        LogText.Write(_batch, line.WrittenSpan);
        _batch.Write(Encoding.ASCII.GetBytes($",\"stream\":\"{stream}\",\"time\":\"{Rfc3339.Format(_time.GetUtcNow())}\"}}\n"));
        line.ResetWrittenCount();
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
    private void Rotate(int files)
    {
        var next = LogFiles.Next(_path);
        try
        {
            var file = Open(next, FileMode.Create);
            _file.Dispose();
            _file = file;
            for (var number = files - 1; number > 1; number--)
            {
                MoveIfThere(LogFiles.Rotated(_path, number - 1), LogFiles.Rotated(_path, number));
            }

            AtomicFile.Exchange(next, _path);
            if (files > 1)
            {
                File.Move(next, LogFiles.Rotated(_path, 1), overwrite: true);
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

    private static void MoveIfThere(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to, overwrite: true);
        }
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
    private static bool EndsWithinALine(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        Span<byte> last = [(byte)'\n'];
        _ = RandomAccess.Read(file, last, Math.Max(0, RandomAccess.GetLength(file) - 1));
        return last[0] != '\n';
    }
}
