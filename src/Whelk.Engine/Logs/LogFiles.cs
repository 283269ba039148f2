using System.Globalization;

namespace Whelk.Engine.Logs;

/// <summary>
/// The files of a log, the oldest first: json.log.2, json.log.1, json.log. While one takes the next one's place it is called json.log.next for a moment; the
/// current one is always there. What an open file is called now, the kernel says: so readers see a rotation without a lock.
/// </summary>
internal sealed class LogFiles : IDisposable
{
    private readonly string _path;
    private List<LogFile> _files = [];
    private int _at;

    /// <exception cref="FileNotFoundException">There is no log.</exception>
    internal LogFiles(string path)
    {
        _path = Path.GetFullPath(path);
        _files = Open(_path, null);
    }

    /// <summary>The one to be read.</summary>
    internal FileStream Current => _files[_at].Content;

    /// <summary>Whether it is the one that is written.</summary>
    internal bool IsNewest => _at == _files.Count - 1;

    /// <summary>Whether nothing more is written to the current one.</summary>
    internal bool IsRotated => _files[_at].Name != _path;

    /// <summary>Where the kernel finds it, whatever it is called meanwhile.</summary>
    internal string DescriptorPath => _files[_at].DescriptorPath;

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
            _files[_at++].Forget();
            return true;
        }

        if (!IsRotated)
        {
            return false;
        }

        var done = _files[_at];
        var newer = Open(_path, done);
        _files.Where(file => file != done).ToList().ForEach(file => file.Dispose());
        (_files, _at) = ([done, .. newer], 1);
        return _files.Count > 1;
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    // All, or those that came after one. Again where a rotation came in between.
    private static List<LogFile> Open(string path, LogFile? after)
    {
        while (true)
        {
            var files = NewestFirst(path, after).Reverse().ToList();
            if (files.Count > 0 && files[^1].Path == path && files.TrueForAll(file => file.Name == file.Path))
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

    private static IEnumerable<LogFile> NewestFirst(string path, LogFile? after)
    {
        foreach (var name in NamesOf(path))
        {
            if (LogFile.TryOpen(name) is not { } file)
            {
                continue;
            }

            // The next one before it takes its place, not the old one that has just left it.
            if (name == Next(path) && file.IsEmpty)
            {
                file.Dispose();
                continue;
            }

            if (after is not null && file.IsSameAs(after))
            {
                file.Dispose();
                yield break;
            }

            yield return file;
        }
    }

    private static IEnumerable<string> NamesOf(string path)
    {
        yield return path;
        yield return Next(path);

        // One number is free for a moment while the files move up.
        for (var number = 1; IsThere(number) || IsThere(number + 1); number++)
        {
            yield return Rotated(path, number);
        }

        bool IsThere(int number) => File.Exists(Rotated(path, number)) || File.Exists(Rotated(path, number) + LogCompression.Extension);
    }
}
