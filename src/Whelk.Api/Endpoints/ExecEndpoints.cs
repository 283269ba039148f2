using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Execs;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Execs: create, inspect, resize. Their start takes the connection over (Hijacking/StreamHijackHandler.cs).</summary>
internal static class ExecEndpoints
{
    private static readonly TimeSpan BeginBound = TimeSpan.FromSeconds(10);

    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("POST", "/containers/{id}/exec", call => CreateAsync(engine, call)),
        new("GET", "/exec/{id}/json", call => call.JsonAsync(Inspect(engine.FindExec(call[0])), ApiJson.Default.ExecInspect)),
        new("POST", "/exec/{id}/resize", call => ResizeAsync(engine, call)),
    ];

    private static async Task CreateAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        var request = await call.ReadAsync(ApiJson.Default.ExecCreateRequest);
        var exec = await engine.CreateExecAsync(workload, new ExecOptions
        {
            Cmd = request.Cmd ?? [],
            Env = request.Env ?? [],
            User = request.User,
            WorkingDir = request.WorkingDir,
            Privileged = request.Privileged,
            Tty = request.Tty,
            AttachStdin = request.AttachStdin,
            AttachStdout = request.AttachStdout,
            AttachStderr = request.AttachStderr,
            DetachKeys = CheckedKeys(request.DetachKeys),
            ConsoleSize = Given.Size(request.ConsoleSize),
        }, call.Gone);
        await call.JsonAsync(new IdResponse(exec.Id), ApiJson.Default.IdResponse, 201);
    }

    private static string? CheckedKeys(string? keys)
    {
        _ = DetachKeys.Parse(keys ?? string.Empty);
        return keys;
    }

    private static async Task ResizeAsync(WhelkEngine engine, ApiCall call)
    {
        var exec = engine.FindExec(call[0]);
        var (rows, columns) = (ContainerEndpoints.Size(call, "h"), ContainerEndpoints.Size(call, "w"));
        await BegunAsync(engine, exec, call.Gone);
        if (!exec.Running)
        {
            throw new WhelkException(ErrorCode.NotFound, $"process does not exist {exec.Id}: not found");
        }

        await WhelkEngine.ResizeAsync(exec.Workload, exec.Id, rows, columns, call.Gone);
        await call.StatusAsync(200);
    }

    // As Docker: a client's first resize may come before its start.
    private static async Task BegunAsync(WhelkEngine engine, Exec exec, CancellationToken cancellationToken)
    {
        try
        {
            await exec.Begun.WaitAsync(BeginBound, engine.Clock, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, "timeout waiting for exec session ready", exception);
        }
    }

    private static ExecInspect Inspect(Exec exec) => new()
    {
        ID = exec.Id,
        Running = exec.Running,
        ExitCode = exec.ExitCode,
        ProcessConfig = new ExecProcessConfig
        {
            Tty = exec.Options.Tty,
            Entrypoint = exec.Options.Cmd[0],
            Arguments = [.. exec.Options.Cmd.Skip(1)],
            Privileged = exec.Options.Privileged,
            User = exec.Options.User,
        },
        DetachKeys = Convert.ToBase64String(DetachKeys.Parse(exec.Options.DetachKeys ?? string.Empty).Sequence),
        OpenStdin = exec.Options.AttachStdin,
        OpenStdout = exec.Options.AttachStdout,
        OpenStderr = exec.Options.AttachStderr,
        ContainerID = exec.Workload.Spec.Id,
        Pid = exec.Pid,
    };
}
