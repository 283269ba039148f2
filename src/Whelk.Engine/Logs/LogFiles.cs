using System.Globalization;

namespace Whelk.Engine.Logs;

/// <summary>
/// The files of a log, the oldest first: json.log.2, json.log.1, json.log. While one takes the next one's place it is called json.log.next for a moment; the
/// current one is always there. What an open file is called now, the kernel says: so readers see a rotation without a lock (proc(5), /proc/pid/fd).
/// </summary>
internal sealed class LogFiles : IDisposable
{
    private readonly string _path;
    private List<FileStream> _files = [];
    private int _at;

    /// <exception cref="FileNotFoundException">There is no log.</exception>
    internal LogFiles(string path)
    {
        _path = Path.GetFullPath(path);
        _files = Open(_path);
    }

    /// <summary>The one to be read.</summary>
    internal FileStream Current => _files[_at];

    /// <summary>Whether it is the one that is written.</summary>
    internal bool IsNewest => _at == _files.Count - 1;

    /// <summary>Whether nothing more is written to the current one.</summary>
    internal bool IsRotated => NameOf(Current) != _path;

    /// <summary>Where the kernel finds it, whatever it is called meanwhile.</summary>
    internal string DescriptorPath => DescriptorOf(Current);

    internal static string Rotated(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.{number}");

    internal static string Next(string path) => $"{path}.next";

    /// <summary>Goes to where so many last lines begin.</summary>
    internal void SkipToTail(int lines)
    {
        for (_at = _files.Count - 1; ; _at--)
        {
            (Current.Position, var found) = LogTail.Start(Current.SafeFileHandle, lines);
            if (_at == 0 || (lines -= found) <= 0)
            {
                return;
            }
        }
    }

    /// <summary>Goes on to the file after the current one.</summary>
    /// <returns>False when there is none.</returns>
    internal bool MoveNext()
    {
        if (!IsNewest)
        {
            _at++;
            return true;
        }

        if (!IsRotated)
        {
            return false;
        }

        var done = Current;
        var files = Open(_path);
        var known = files.FindIndex(file => NameOf(file) == NameOf(done));
        _files.Where(file => file != done).Concat(files.Take(known + 1)).ToList().ForEach(file => file.Dispose());
        (_files, _at) = ([done, .. files.Skip(known + 1)], 1);
        return _files.Count > 1;
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    // Again where a rotation came in between.
    private static List<FileStream> Open(string path)
    {
        while (true)
        {
            var files = NamesOf(path).Select(TryOpen).OfType<FileStream>().ToList();
            if (files.TrueForAll(file => NameOf(file) == file.Name) && files.Count > 0 && files[^1].Name == path)
            {
                return files;
            }

            files.ForEach(file => file.Dispose());
            if (!File.Exists(path))
            {
                throw new FileNotFoundException("there is no log", path);
            }
        }
    }

    private static IEnumerable<string> NamesOf(string path)
    {
        // One number is free for a moment while the files move up.
        var count = 0;
        while (File.Exists(Rotated(path, count + 1)) || File.Exists(Rotated(path, count + 2)))
        {
            count++;
        }

        return [.. Enumerable.Range(1, count).Reverse().Select(number => Rotated(path, number)), Next(path), path];
    }

    private static FileStream? TryOpen(string path)
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

    private static string? NameOf(FileStream file) => new FileInfo(DescriptorOf(file)).LinkTarget;

    private static string DescriptorOf(FileStream file) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");
}
