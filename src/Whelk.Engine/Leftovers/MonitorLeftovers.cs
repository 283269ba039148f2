using System.Globalization;
using Whelk.Engine.Monitors.Protocol;

namespace Whelk.Engine.Leftovers;

/// <summary>Monitors of workloads that nobody knows. A monitor is told by the socket that it listens on, whatever it is called.</summary>
internal static class MonitorLeftovers
{
    private const string Sockets = "/proc/net/unix";
    private const int InodeField = 6;

    internal static IReadOnlyList<Leftover> Of(LeftoverScope scope)
    {
        var listening = Listening(scope.Paths.RunWorkloads);
        var owned = scope.Owned();
        var orphans = listening.Where(socket => !owned.Contains(socket.Value)).ToDictionary(StringComparer.Ordinal);
        return orphans.Count == 0 ? [] : [.. ProcessHolding(orphans).Select(found => ProcessEnd.Of(found.Pid, $"monitor of workload {found.Id}", () => Holds(found.Pid, orphans)))];
    }

    // By "socket:[inode]", as a descriptor shows it, the name of the folder that the socket is bound in.
    private static Dictionary<string, string> Listening(string folder)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fields in File.ReadLines(Sockets).Skip(1).Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length == 8))
        {
            if (Path.GetFileName(fields[7]) == MonitorProtocol.SocketName && Path.GetDirectoryName(fields[7]) is { } run && Path.GetDirectoryName(run) == folder)
            {
                found[$"socket:[{fields[InodeField]}]"] = Path.GetFileName(run);
            }
        }

        return found;
    }

    private static IEnumerable<(int Pid, string Id)> ProcessHolding(Dictionary<string, string> sockets) =>
        from pid in ProcessEnd.All()
        let id = HeldBy(pid, sockets)
        where id is not null
        select (pid, id);

    private static bool Holds(int pid, Dictionary<string, string> sockets) => HeldBy(pid, sockets) is not null;

    private static string? HeldBy(int pid, Dictionary<string, string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"))
                .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name)
                .Select(name => name is null ? null : sockets.GetValueOrDefault(name))
                .FirstOrDefault(id => id is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return null;
        }
    }
}
