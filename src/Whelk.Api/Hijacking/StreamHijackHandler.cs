using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Execs;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Api.Hijacking;

/// <summary>POST /containers/{id}/attach and /exec/{id}/start.</summary>
internal sealed class StreamHijackHandler(WhelkEngine engine) : IHijackHandler
{
    private const string RawStream = "application/vnd.docker.raw-stream";
    private const string MultiplexedStream = "application/vnd.docker.multiplexed-stream";
    private const int MaximumBody = 1024 * 1024;

    // A client asks for the exit code as soon as its stream ends; it is there within moments.
    private static readonly TimeSpan ExitCodeBound = TimeSpan.FromSeconds(2);

    public HijackRoute? Route(RequestHead head)
    {
        return (head.Method, head.IsChunked, ApiPath.Segments(head.Target)) switch
        {
            ("POST", false, ["containers", var id, "attach"]) => new HijackRoute(false, id),
            ("POST", false, ["exec", var id, "start"]) => new HijackRoute(true, id),
            ("GET", false, ["containers", var id, "attach", "ws"]) when WebSocketHandshake.IsAskedFor(head) => new HijackRoute(false, id) { IsWebSocket = true },
            _ => null,
        };
    }

    public async Task HandleAsync(HijackedRequest request, IDuplexPipe transport)
    {
        try
        {
            ApiVersion.Check(ApiPath.Version(request.Head.Target));
            await (request.Route.IsExec ? ExecAsync(request, transport) : AttachAsync(request, transport));
        }
        catch (WhelkException exception)
        {
            await RefuseAsync(transport.Output, exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException or JsonException or OperationCanceledException or ObjectDisposedException)
        {
            // The client or the workload went away in the middle: nothing is left to answer.
        }
    }

    private async Task AttachAsync(HijackedRequest request, IDuplexPipe transport)
    {
        var workload = engine.Workloads.Find(request.Route.Id);
        if (workload.State is WorkloadState.Removing or WorkloadState.Restarting or WorkloadState.Running { Paused: true })
        {
            throw new WhelkException(ErrorCode.Conflict, workload.State switch
            {
                WorkloadState.Removing => $"container {workload.Spec.Id} is marked for removal",
                WorkloadState.Restarting => $"container {workload.Spec.Id} is restarting, wait until the container is running",
                _ => $"container {workload.Spec.Id} is paused, unpause the container before attach",
            });
        }

        var query = new QueryValues(request.Head.Target);
        var selection = new StreamSelection(query.Flag("stdin"), query.Flag("stdout"), query.Flag("stderr"));
        var keys = KeysOf(query["detachKeys"], selection.Stdin && workload.Spec.Options.Tty);
        engine.Tell(workload, "attach");
        await ReadBodyAsync(request.Head, transport.Input);

        using var gone = new CancellationTokenSource();
        if (await JoinAsync(request, workload, selection, transport.Output, gone) is not { } joining)
        {
            return;
        }

        await UntilJoinedAsync(workload, joining.Joined, gone);
        using var streams = (await joining.Joined)?.Connection;
        if (streams is null)
        {
            return;
        }

        if (request.Route.IsWebSocket)
        {
            await WebSocketSplice.RunAsync(transport, streams, selection.Stdin, framed: !workload.Spec.Options.Tty, request.Connection);
        }
        else if (await StreamSplice.RunAsync(transport, streams, selection.Stdin, request.Connection, keys))
        {
            engine.Tell(workload, "detach");
        }
    }

    private static Task AcceptAsync(HijackedRequest request, PipeWriter output, Workload workload) =>
        request.Route.IsWebSocket ? WebSocketHandshake.AcceptAsync(request.Head, output) : AcceptAsync(request.Head, output, workload.Spec.Options.Tty);

    // What was said before comes first, then what is said from here on; before the first start there is nothing to be told.
    private async Task<Joining?> JoinAsync(HijackedRequest request, Workload workload, StreamSelection selection, PipeWriter output, CancellationTokenSource gone)
    {
        var query = new QueryValues(request.Head.Target);
        if (!request.Route.IsWebSocket && query.Flag("logs") && workload.State is not WorkloadState.Created)
        {
            await AcceptAsync(request, output, workload);
            return await new LogThenStreams(workload, selection, output, engine.Clock).TellAsync(query.Flag("stream"), gone);
        }

        var joining = query.Flag("stream") ? WhelkEngine.Join(workload, selection, afterLog: false, gone.Token) : null;
        await AcceptAsync(request, output, workload);
        return joining;
    }

    // Before its start there is nothing to be joined: a workload that is removed ends the waiting.
    private static async Task UntilJoinedAsync(Workload workload, Task joining, CancellationTokenSource gone)
    {
        if (await Task.WhenAny(joining, workload.WaitAsync(WaitCondition.Removed, CancellationToken.None)) != joining)
        {
            await gone.CancelAsync();
        }
    }

    // With a terminal alone: elsewhere every byte is the workload's.
    private static DetachKeys? KeysOf(string? asked, bool typed)
    {
        try
        {
            var keys = DetachKeys.Parse(string.IsNullOrEmpty(asked) ? DetachKeys.Default : asked);
            return typed ? keys : null;
        }
        catch (WhelkException exception)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"Invalid detach keys ({asked}) provided", exception);
        }
    }

    private async Task ExecAsync(HijackedRequest request, IDuplexPipe transport)
    {
        var body = await ReadBodyAsync(request.Head, transport.Input);
        var exec = engine.FindExec(request.Route.Id);
        var start = StartOf(body);
        var console = Given.Size(start.ConsoleSize) ?? exec.Options.ConsoleSize;
        if (exec.Workload.State is not WorkloadState.Running { Paused: false })
        {
            throw new WhelkException(ErrorCode.Conflict, exec.Workload.State is WorkloadState.Running
                ? $"Container {exec.Workload.Spec.Id} is paused, unpause the container before exec"
                : $"container {exec.Workload.Spec.Id} is not running");
        }

        if (start.Detach)
        {
            (await engine.StartExecAsync(exec, console, CancellationToken.None)).Dispose();
            await transport.Output.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            return;
        }

        await AcceptAsync(request.Head, transport.Output, exec.Options.Tty);
        await RunExecAsync(exec, console, transport, request.Connection);
    }

    private static ExecStartRequest StartOf(byte[] body)
    {
        try
        {
            return body.Length == 0 ? new ExecStartRequest() : JsonSerializer.Deserialize(body, ApiJson.Default.ExecStartRequest) ?? new ExecStartRequest();
        }
        catch (JsonException exception)
        {
            throw ApiCall.Unreadable(exception);
        }
    }

    private async Task RunExecAsync(Exec exec, ConsoleSize? console, IDuplexPipe transport, SafeHandle? connection)
    {
        try
        {
            using var streams = await engine.StartExecAsync(exec, console, CancellationToken.None);
            if (exec.Options.Tty && console is { } size)
            {
                await ResizeAsync(exec, size);
            }

            if (await StreamSplice.RunAsync(transport, streams, exec.Options.AttachStdin, connection, KeysOf(exec.Options.DetachKeys, exec.Options is { Tty: true, AttachStdin: true })))
            {
                engine.Tell(exec.Workload, "exec_detach", ("execID", exec.Id));
                return;
            }

            await Task.WhenAny(exec.Exited, Task.Delay(ExitCodeBound));
        }
        catch (WhelkException exception)
        {
            // The answer was given already; Docker says it in the stream, too.
            await transport.Output.WriteAsync(StreamFrame.Of(exec.Options.Tty, $"{exception.Message}\r\n"));
        }
    }

    // crun up to 1.8 gives an exec's terminal no size. One that has ended already needs none.
    private static async Task ResizeAsync(Exec exec, ConsoleSize size)
    {
        try
        {
            await WhelkEngine.ResizeAsync(exec.Workload, exec.Id, (ushort)size.Height, (ushort)size.Width, CancellationToken.None);
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.NotFound or ErrorCode.Conflict)
        {
        }
    }

    private static async Task<byte[]> ReadBodyAsync(RequestHead head, PipeReader input)
    {
        if (head.ContentLength > MaximumBody)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "request body too large");
        }

        if (head.ContentLength == 0)
        {
            return [];
        }

        var result = await input.ReadAtLeastAsync((int)head.ContentLength);
        var body = result.Buffer.Slice(0, Math.Min(head.ContentLength, result.Buffer.Length));
        var bytes = body.ToArray();
        input.AdvanceTo(body.End);
        return bytes;
    }

    private static async Task AcceptAsync(RequestHead head, PipeWriter output, bool terminal)
    {
        // Without an upgrade Docker calls both kinds raw.
        var text = head.WantsUpgrade
            ? $"HTTP/1.1 101 UPGRADED\r\nContent-Type: {(terminal ? RawStream : MultiplexedStream)}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nApi-Version: {ApiVersion.Current}\r\n\r\n"
            : $"HTTP/1.1 200 OK\r\nContent-Type: {RawStream}\r\nConnection: close\r\n\r\n";
        await output.WriteAsync(Encoding.ASCII.GetBytes(text));
    }

    private static async Task RefuseAsync(PipeWriter output, WhelkException exception)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ErrorResponse(exception.Message), ApiJson.Default.ErrorResponse);
        var status = HttpStatus.Of(exception.Code);
        var head = $"HTTP/1.1 {status} {HttpStatus.Reason(status)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await output.WriteAsync(Encoding.ASCII.GetBytes(head));
        await output.WriteAsync(body);
    }
}
