using System.Buffers;
using System.Text;

namespace Whelk.Engine.Logs;

/// <summary>
/// Writes Docker's json-file format: a line {"log":"text\n","stream":"stdout","time":"RFC 3339 with nanoseconds"} per line of output;
/// longer lines are cut at 16 KiB, the parts having no newline (as Docker's daemon/logger/copier.go does).
/// </summary>
internal sealed class JsonFileLog : IDisposable
{
    private const int MaximumLine = 16 * 1024;

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _partial = new() { ["stdout"] = new(), ["stderr"] = new() };
    private readonly Lock _gate = new();

    /// <summary>Opens the file for appending, making it if needed.</summary>
    internal JsonFileLog(string path, TimeProvider time)
    {
        _time = time;
        if (EndsWithinALine(path))
        {
            _batch.Write("\n"u8);
        }

        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        });
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
