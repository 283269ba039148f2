using System.Globalization;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Engine.Leftovers;

/// <summary>Processes as leftovers.</summary>
internal static class ProcessEnd
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>All processes of the host.</summary>
    internal static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);

    /// <summary>A process that goes by SIGKILL.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="what">What it is.</param>
    /// <param name="isStill">Whether the process that has the number now is still that one; asked once it cannot be another any more.</param>
    internal static Leftover Of(int pid, string what, Func<bool> isStill) => new($"process {pid} ({NameOf(pid)}), {what}", () => EndAsync(pid, isStill));

    /// <summary>Ends a process and waits for its end. One that has ended is no error.</summary>
    /// <inheritdoc cref="Of"/>
    internal static async Task EndAsync(int pid, Func<bool> isStill)
    {
        try
        {
            using var process = ChildProcess.Adopt(pid);
            if (isStill())
            {
                process.Signal(SignalNumber.SIGKILL);
                using var bound = new CancellationTokenSource(Bound);
                await process.EndedAsync(bound.Token);
            }
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
        {
            // It has ended by itself.
        }
    }

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).Trim();
        }
        catch (IOException)
        {
            return "ended";
        }
    }
}
