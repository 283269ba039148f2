using System.Net.Sockets;
using Whelk.Engine.Execs;
using Whelk.Engine.Health;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Engine;

/// <summary>Health checks: an exec now and then, and what follows from it.</summary>
public sealed partial class WhelkEngine
{
    private const int MaximumHealthOutput = 4096;
    private const int CheckFailed = -1;

    // The exit code follows the end of the streams within moments.
    private static readonly TimeSpan ExitCodeBound = TimeSpan.FromSeconds(2);

    // For as long as this run lasts.
    private void WatchHealth(Workload workload)
    {
        if (HealthCheck.Of(workload.Spec.Healthcheck) is not { } check || workload.State is not WorkloadState.Running running)
        {
            workload.Health = null;
            return;
        }

        workload.Health = HealthState.Begin;
        var ended = workload.WaitAsync(WaitCondition.NextExit, CancellationToken.None);
        _ = Task.Run(() => Faults.ContainAsync($"checking the health of {workload.Spec.Id}", () => CheckHealthAsync(workload, check, running.StartedAt, ended)), CancellationToken.None);
    }

    private async Task CheckHealthAsync(Workload workload, HealthCheck check, DateTimeOffset startedAt, Task ended)
    {
        while (true)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            await Task.WhenAny(ended, Task.Delay(workload.Health!.Next(check, Time.GetUtcNow() - startedAt), Time, waiting.Token));
            await waiting.CancelAsync();
            if (ended.IsCompleted || _closing.IsCancellationRequested)
            {
                return;
            }

            if (workload.State is WorkloadState.Running { Paused: false })
            {
                var result = await ProbeAsync(workload, check);
                if (ended.IsCompleted)
                {
                    return;
                }

                Judge(workload, workload.Health.After(result, check, Time.GetUtcNow() - startedAt));
            }
        }
    }

    private void Judge(Workload workload, HealthState health)
    {
        var before = workload.Health;
        workload.Health = health;
        if (before?.Status != health.Status)
        {
            Tell(workload, $"health_status: {health.Status}");
        }
    }

    private async Task<HealthResult> ProbeAsync(Workload workload, HealthCheck check)
    {
        var start = Time.GetUtcNow();
        using var bound = new CancellationTokenSource(check.Timeout, Time);
        Exec? exec = null;
        try
        {
            exec = await CreateExecAsync(workload, new ExecOptions { Cmd = check.Command, AttachStdout = true, AttachStderr = true }, bound.Token);
            using var streams = await StartExecAsync(exec, console: null, bound.Token);
            var output = await FramedText.ReadAsync(streams, MaximumHealthOutput, bound.Token);
            var code = await exec.Exited.WaitAsync(ExitCodeBound, Time, CancellationToken.None);
            return new HealthResult(start, Time.GetUtcNow(), code, output);
        }
        catch (OperationCanceledException)
        {
            KillExec(exec);
            return new HealthResult(start, Time.GetUtcNow(), CheckFailed, $"Health check exceeded timeout ({check.Timeout.TotalSeconds}s)");
        }
        catch (Exception exception) when (exception is WhelkException or SocketException or TimeoutException)
        {
            return new HealthResult(start, Time.GetUtcNow(), CheckFailed, exception.Message);
        }
    }

    // Of a VM this is the process that stands for it on the host, and takes the one inside along.
    private static void KillExec(Exec? exec)
    {
        if (exec is { Running: true })
        {
            CurrentProcess.Kill(exec.Pid, SignalNumber.SIGKILL);
        }
    }
}
