using System.Globalization;
using System.Text.RegularExpressions;
using Whelk.Engine.Leftovers;

namespace Whelk.Engine.Runtimes;

/// <summary>
/// Processes of a runtime that act for a workload: its calls, and what whelk-vm leaves running as a VM's monitor. They go on when whoever called them is killed. Each is told by
/// the state root and the id among its words.
/// </summary>
internal static partial class RuntimeCalls
{
    private const string RootOption = "--root";
    private const string Making = "create";

    /// <summary>Those that use this state root, each with the workload's id.</summary>
    internal static IReadOnlyList<(int Pid, string Id)> Of(string stateRoot) => [.. ProcessEnd.All().Select(pid => (Pid: pid, Id: IdIn(WordsOf(pid), stateRoot))).Where(call => call.Id is not null).Select(call => (call.Pid, call.Id!))];

    /// <summary>Ends those of a workload.</summary>
    /// <param name="stateRoot">Of the runtime.</param>
    /// <param name="id">The workload's.</param>
    /// <param name="onlyMaking">Those alone that are creating it.</param>
    internal static Task EndAsync(string stateRoot, string id, bool onlyMaking) => Faults.ContainAsync(
        $"ending calls of a runtime for {id}",
        [.. Of(stateRoot).Where(call => call.Id == id && (!onlyMaking || WordsOf(call.Pid).Contains(Making))).Select(call => (Func<Task>)(() => ProcessEnd.EndAsync(call.Pid, () => Is(call.Pid, stateRoot, id))))]);

    /// <summary>Whether a process is still one of a workload's.</summary>
    internal static bool Is(int pid, string stateRoot, string id) => IdIn(WordsOf(pid), stateRoot) == id;

    private static string? IdIn(string[] words, string stateRoot) =>
        words.Length > 3 && words[1] == RootOption && words[2] == stateRoot ? Array.Find(words, word => Id().IsMatch(word)) : null;

    private static string[] WordsOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return [];
        }
    }

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
