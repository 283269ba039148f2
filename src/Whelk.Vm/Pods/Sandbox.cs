using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Pods;

/// <summary>The sandbox of a container, which has the machine: as commands and the container's monitor find it.</summary>
/// <param name="Folder">Below the same --root.</param>
/// <param name="MonitorPid">By which its namespaces are named.</param>
internal sealed record Sandbox(VmFolder Folder, int MonitorPid)
{
    /// <summary>The sandbox, which must run.</summary>
    /// <exception cref="WhelkException">NotFound, or InvalidState: it does not run.</exception>
    internal static Sandbox Running(string root, string id)
    {
        var folder = VmFolder.Of(root, id);
        var record = folder.Exists ? folder.ReadRecord() : null;
        return record is null ? throw new WhelkException(ErrorCode.NotFound, $"sandbox \"{id}\" does not exist")
            : VmStatus.Of(folder, record) is var status and not RuntimeStatus.Running ? throw new WhelkException(ErrorCode.InvalidState, $"sandbox {id} is {status}: container not running")
            : new Sandbox(folder, record.MonitorPid);
    }

    /// <summary>The monitors of its containers by their pids, after which their namespaces are named, with the containers' ids.</summary>
    internal static IReadOnlyDictionary<int, string> Members(string root, string sandbox) => VmFolder.All(root)
        .Select(folder => (folder.Id, Record: folder.ReadRecord()))
        .Where(one => one.Record is { } record && record.Sandbox == sandbox && VmStatus.IsAlive(record))
        .ToDictionary(one => one.Record!.MonitorPid, one => one.Id);

    /// <summary>A connection to its monitor that is about one of its containers.</summary>
    /// <exception cref="WhelkException">The monitor is gone.</exception>
    internal static FrameConnection Connect(VmFolder sandbox, string member)
    {
        var connection = MonitorSocket.Connect(sandbox);
        connection.Post(ControlFrame.Member, 0, new Guest.Protocol.PayloadWriter().String(member).Written);
        return connection;
    }

    // Longer than the sandbox waits for its guest.
    private static readonly TimeSpan LeaveBound = TimeSpan.FromSeconds(15);

    /// <summary>Waits until nothing is left of a container whose monitor has ended, as far as its sandbox runs, but not for long. Idempotent.</summary>
    internal static async Task LeaveAsync(string root, string sandbox, string member)
    {
        using var bound = new CancellationTokenSource(LeaveBound);
        try
        {
            await using var connection = Connect(VmFolder.Existing(root, sandbox), member);
            await ControlFrame.AskAsync(connection, ControlFrame.Request, ControlFrame.Encode(ControlFrame.Leave, 0), bound.Token);
        }
        catch (Exception exception) when (exception is WhelkException or OperationCanceledException)
        {
            // What is left goes with the sandbox.
        }
    }
}
