using System.Net.Sockets;
using System.Runtime.InteropServices;
using Whelk.Engine.Logs;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Monitors;

/// <summary>
/// The process beside each workload, started as `whelk monitor`: it outlives the daemon (unless its workload is only held for a look of the daemon into it), owns stdio, log file, port sockets and exit code, and is the sub-reaper
/// to which the runtime's processes fall. It ends when the workload has ended and is deleted from the runtime.
/// </summary>
public static class MonitorProcess
{
    /// <summary>Waits for one order on the control descriptor and carries it out to the workload's end.</summary>
    /// <returns>The process' exit code.</returns>
    public static async Task<int> RunAsync(TimeProvider time)
    {
        CurrentProcess.BecomeSubreaper();
        using var control = new MessageChannel(new Socket(new SafeSocketHandle(MonitorProtocol.ControlDescriptor, ownsHandle: true)));
        var order = await control.ReceiveAsync(MonitorJson.Default.MonitorOrder, CancellationToken.None);
        if (order is null)
        {
            return 0;
        }

        // It goes with its workload: where the host goes down, or their control group is stopped, it is asked to end together with it.
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
        AppDomain.CurrentDomain.UnhandledException += (_, failure) => MonitorFault.Keep(order.RunDirectory, $"{failure.ExceptionObject}");
        await using var ports = new HeldPorts();
        using var runtime = Prepare(order, control, out var failure);
        if (runtime is null)
        {
            await control.SendAsync(failure!, MonitorJson.Default.MonitorReply, CancellationToken.None);
            return 1;
        }

        using var log = order.Log is { } settings ? Open(order.LogPath, settings, time) : null;
        using var server = new MonitorServer(order, ports, runtime, log, time);
        var reply = await server.CreateAsync();
        await control.SendAsync(reply, MonitorJson.Default.MonitorReply, CancellationToken.None);
        if (reply.Error is not null)
        {
            return 1;
        }

        server.AddWatcher(control);
        if (order.OnlyHeld)
        {
            _ = server.EndWithAsync(control);
        }

        await server.ServeUntilEndAsync();
        return 0;
    }

    private static IWorkloadLog Open(string path, LogSettings settings, TimeProvider time)
    {
        var log = new JsonFileLog(path, time, settings.Rotation, settings.Attributes);
        return settings.Buffer is { } room ? new BufferedLog(log, room) : log;
    }

    private static RuntimeCommand? Prepare(MonitorOrder order, MessageChannel control, out MonitorReply? failure)
    {
        try
        {
            failure = null;
            return new RuntimeCommand(order.Runtime, () => WorkloadMounts.Make(order));
        }
        catch (WhelkException exception)
        {
            failure = MonitorReply.From(exception);
            return null;
        }
    }
}
