using Microsoft.Win32.SafeHandles;

namespace Whelk.Engine.Logs;

/// <summary>Finds the last lines of a log from its end: what comes before them is not read, however long it is.</summary>
internal static class LogTail
{
    private const int Block = 64 * 1024;

    /// <summary>Where the last lines begin, and how many they are; a line that has no end yet is not counted.</summary>
    /// <param name="file">The log.</param>
    /// <param name="count">How many lines; with fewer in the file, all of it is the answer.</param>
    internal static (long Position, int Found) Start(SafeFileHandle file, int count)
    {
        var buffer = new byte[Block];
        var end = RandomAccess.GetLength(file);
        var newlines = 0;
        while (end > 0)
        {
            var start = Math.Max(0, end - Block);
            var block = buffer.AsSpan(0, RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - start)), start));
            int newline;
            while ((newline = block.LastIndexOf((byte)'\n')) >= 0)
            {
                // The newline before the first line that is wanted.
                if (++newlines > count)
                {
                    return (start + newline + 1, count);
                }

                block = block[..newline];
            }

            end = start;
        }

        return (0, newlines);
    }
}
