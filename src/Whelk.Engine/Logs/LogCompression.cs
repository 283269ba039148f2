using System.IO.Compression;

namespace Whelk.Engine.Logs;

/// <summary>Rotated files as gzip: "json.log.1.gz" takes the place of "json.log.1".</summary>
internal static class LogCompression
{
    internal const string Extension = ".gz";

    /// <summary>Compresses a file on a thread of its own. Where that fails (no space), it stays as it is.</summary>
    internal static Thread Start(string path)
    {
        var thread = new Thread(() => Compress(path), 256 * 1024) { IsBackground = true, Name = "compress" };
        thread.Start();
        return thread;
    }

    /// <summary>The content, in a file without a name, from its start.</summary>
    internal static FileStream Expand(FileStream compressed)
    {
        var path = $"{compressed.Name}.{Guid.NewGuid():N}";
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        File.Delete(path);
        compressed.Position = 0;
        using var stream = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        stream.CopyTo(file);
        file.Position = 0;
        return file;
    }

    /// <summary>The first bytes of the content.</summary>
    internal static byte[] Beginning(FileStream compressed, int count)
    {
        compressed.Position = 0;
        using var stream = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[count];
        return buffer[..stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false)];
    }

    private static void Compress(string path)
    {
        var making = $"{path}{Extension}.tmp";
        try
        {
            using (var source = File.OpenRead(path))
            using (var target = new FileStream(making, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead }))
            using (var stream = new GZipStream(target, CompressionLevel.Fastest))
            {
                source.CopyTo(stream);
            }

            File.Move(making, path + Extension, overwrite: true);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(making);
        }
    }
}
