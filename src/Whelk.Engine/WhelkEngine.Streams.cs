using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Whelk.Engine.Bundles;
using Whelk.Engine.Execs;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Linux.Files;
using Whelk.Oci;
using Whelk.Oci.Runtime;

namespace Whelk.Engine;

/// <summary>Attach, exec and resize: the monitor's connection carries the bytes as Docker's clients want them, framed or raw.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Joins the streams of a workload: at once if it runs, else at its next start, before its first byte.</summary>
    /// <returns>The connection; null when the caller went first. The caller disposes it.</returns>
    public static async Task<Socket?> AttachAsync(Workload workload, StreamSelection selection, CancellationToken cancellationToken) =>
        (await Join(workload, selection, afterLog: false, cancellationToken).Joined)?.Connection;

    /// <summary>The same, telling whether it waits for the next start.</summary>
    /// <param name="workload">Whose streams.</param>
    /// <param name="selection">Which of them.</param>
    /// <param name="afterLog">Whether they begin where the log ends, and it is told where that was.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static Joining Join(Workload workload, StreamSelection selection, bool afterLog, CancellationToken cancellationToken)
    {
        var request = new MonitorRequest { Op = MonitorOp.Attach, Stdin = selection.Stdin, Stdout = selection.Stdout, Stderr = selection.Stderr, AfterLog = afterLog };
        var joined = new TaskCompletionSource<JoinedStreams?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = workload.TryJoinBeforeStart(async () =>
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                var streams = await JoinNowAsync(workload, request, cancellationToken);
                if (!joined.TrySetResult(streams))
                {
                    streams!.Connection.Dispose();
                }
            }
        });
        return early ? new Joining(AtNextStart: true, UnlessGoneAsync(joined, cancellationToken)) : new Joining(AtNextStart: false, JoinNowAsync(workload, request, cancellationToken));
    }

    private static async Task<JoinedStreams?> JoinNowAsync(Workload workload, MonitorRequest request, CancellationToken cancellationToken)
    {
        var (reply, streams) = await workload.Monitor.JoinAsync(request, cancellationToken);
        return new JoinedStreams(streams, reply.LogEnd);
    }

    private static async Task<JoinedStreams?> UnlessGoneAsync(TaskCompletionSource<JoinedStreams?> joined, CancellationToken cancellationToken)
    {
        // A caller who goes after it was joined has its streams still: a short workload may be gone by then, and all that it said is in them.
        await using var leaving = cancellationToken.UnsafeRegister(_ => joined.TrySetResult(null), null);
        return await joined.Task;
    }

    /// <summary>Keeps an exec for a later start. A start that is under way is waited for: a workload may be heard before its runtime has said that it runs.</summary>
    /// <exception cref="WhelkException">Conflict: the workload does not run. InvalidArgument: no command.</exception>
    public async Task<Exec> CreateExecAsync(Workload workload, ExecOptions options, CancellationToken cancellationToken)
    {
        await workload.SettleAsync(cancellationToken);
        if (workload.State is not WorkloadState.Running { Paused: false })
        {
            throw new WhelkException(ErrorCode.Conflict, workload.State switch
            {
                WorkloadState.Running => $"Container {workload.Spec.Name} is paused, unpause the container before exec",
                WorkloadState.Restarting => $"Container {workload.Spec.Id} is restarting, wait until the container is running",
                _ => $"container {workload.Spec.Id} is not running",
            });
        }

        if (options.Cmd.Count == 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "No exec command specified");
        }

        ExpectExec(workload);
        var exec = new Exec(RandomNumberGenerator.GetHexString(64, lowercase: true), workload, options);
        _ = _execs.KeepAsync(exec);
        Tell(workload, $"exec_create: {string.Join(' ', options.Cmd)}", ("execID", exec.Id));
        return exec;
    }

    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    public Exec FindExec(string id) => _execs.Find(id);

    /// <summary>The ids of a workload's execs that run.</summary>
    public IReadOnlyList<string> ExecsOf(Workload workload) => _execs.RunningOf(workload);

    /// <summary>Starts an exec and joins its streams from the first byte.</summary>
    /// <param name="exec">Which has not run yet.</param>
    /// <param name="console">The size of its terminal at first; null for none.</param>
    /// <param name="cancellationToken">Ends the waiting for the start.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="WhelkException">In Docker's words; the exec has ended with 126 or 127 then.</exception>
    public async Task<Socket> StartExecAsync(Exec exec, ConsoleSize? console, CancellationToken cancellationToken)
    {
        var workload = exec.Workload;
        if (exec.ExitCode is not null || exec.Pid != 0)
        {
            throw new WhelkException(ErrorCode.Conflict, $"Error: Exec command {exec.Id} {(exec.Running ? "is already running" : "has already run")}");
        }

        ExpectExec(workload);
        var file = Path.Combine(workload.Paths.Run, $"{exec.Id[..12]}.json");
        try
        {
            AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(ProcessOf(exec, console), OciJson.Default.ProcessSpec), durable: false);
            var request = new MonitorRequest
            {
                Op = MonitorOp.Exec,
                Process = exec.Id,
                ProcessFile = file,
                Program = exec.Options.Cmd[0],
                Terminal = exec.Options.Tty,
                Stdin = exec.Options.AttachStdin,
                Stdout = exec.Options.AttachStdout,
                Stderr = exec.Options.AttachStderr,
            };
            var (reply, streams) = await workload.Monitor.JoinAsync(request, cancellationToken);
            exec.Started(reply.Pid);
            Tell(workload, $"exec_start: {string.Join(' ', exec.Options.Cmd)}", ("execID", exec.Id));
            return streams;
        }
        catch (WhelkException exception)
        {
            exec.Ended(RuntimeFailure.MeansNoProgram(exception) ? NotFound : NotExecutable);
            throw;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private ProcessSpec ProcessOf(Exec exec, ConsoleSize? console)
    {
        var spec = exec.Workload.Spec;
        var user = ResolveUser(exec.Workload, Images.Resolve(spec.ImageId), exec.Options.User is { Length: > 0 } given ? given : spec.User);
        return ProcessBuilder.Exec(spec, exec.Options with { ConsoleSize = console }, user, CapabilitySet.Of(exec.Options.Privileged ? new HostOptions { Privileged = true } : spec.Options.Host, Runtimes.Get(spec.Runtime)));
    }

    /// <summary>Sets the terminal's size of the workload's first process, or of an exec.</summary>
    public static Task ResizeAsync(Workload workload, string? exec, ushort rows, ushort columns, CancellationToken cancellationToken) =>
        workload.State is WorkloadState.Running
            ? workload.Monitor.ResizeAsync(exec ?? MonitorProtocol.Init, rows, columns, cancellationToken)
            : throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is not running");

    private static ResolvedUser ResolveUser(Workload workload, Image image, string wanted)
    {
        IReadOnlyList<string> trees = [.. image.LayerDirectories, workload.Paths.Upper];
        var resolved = UserLookup.Resolve(wanted, ImageFile.ReadText(trees, "etc/passwd"), ImageFile.ReadText(trees, "etc/group"), workload.Spec.Options.Host.GroupAdd);
        CheckInRange(resolved.User, workload.Spec.Ids);
        return resolved;
    }
}
