using System.Globalization;

namespace Whelk.Engine.Logs;

/// <summary>One file of a log, open: as it is written, or compressed since.</summary>
internal sealed class LogFile : IDisposable
{
    // The first line's time is at its end; of what it tells there are at most 16 KiB, and JSON may take six characters for one.
    private const int BeginningBytes = 256 << 10;

    private readonly FileStream _file;
    private readonly bool _compressed;
    private FileStream? _expanded;

    private LogFile(FileStream file, bool compressed) => (_file, _compressed) = (file, compressed);

    /// <summary>The lines.</summary>
    internal FileStream Content => _compressed ? _expanded ??= LogCompression.Expand(_file) : _file;

    /// <summary>Gives back what reading took.</summary>
    internal void Forget()
    {
        _expanded?.Dispose();
        _expanded = null;
    }

    /// <summary>Whether nothing was written to it yet.</summary>
    internal bool IsEmpty => RandomAccess.GetLength(_file.SafeFileHandle) == 0;

    /// <summary>What it was opened as.</summary>
    internal string Path => _file.Name;

    /// <summary>What it is called now, as the kernel says (proc(5), /proc/pid/fd).</summary>
    internal string? Name => new FileInfo(DescriptorPath).LinkTarget;

    /// <summary>Where the kernel finds it, whatever it is called meanwhile.</summary>
    internal string DescriptorPath => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_file.SafeFileHandle.DangerousGetHandle()}");

    /// <summary>The file of this path, or what it was compressed to; null where there is neither.</summary>
    internal static LogFile? TryOpen(string path) =>
        TryStream(path) is { } file ? new LogFile(file, compressed: false)
        : TryStream(path + LogCompression.Extension) is { } compressed ? new LogFile(compressed, compressed: true)
        : null;

    /// <summary>Whether both hold the same lines. Each line has its time, so a beginning with a whole line in it tells.</summary>
    internal bool IsSameAs(LogFile other) => Name == other.Name || (_compressed != other._compressed && Beginning().AsSpan().SequenceEqual(other.Beginning()));

    public void Dispose()
    {
        Forget();
        _file.Dispose();
    }

    private byte[] Beginning()
    {
        if (_compressed)
        {
            return LogCompression.Beginning(_file, BeginningBytes);
        }

        var buffer = new byte[BeginningBytes];
        return buffer[..RandomAccess.Read(_file.SafeFileHandle, buffer, 0)];
    }

    private static FileStream? TryStream(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
