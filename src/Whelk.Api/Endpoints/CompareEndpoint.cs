using Whelk.Advice.Compare;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>
/// POST /whelk/compare: lines of JSON, Progress at each step and Result or Error at the end. What can be refused beforehand has a status of
/// its own. The measuring ends with the client, or with the daemon, and takes what it has started with it.
/// </summary>
internal sealed class CompareEndpoint(Comparison comparison, CancellationToken stopping)
{
    internal async Task AnswerAsync(ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.CompareRequest);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(call.Gone, stopping);
        var plan = await comparison.PlanAsync(new ComparisonOptions { Image = request.Image, Command = request.Cmd, Runs = request.Runs, StartWays = request.StartWays }, gone.Token);
        var body = await call.StreamAsync("application/x-ndjson");
        await WriteAsync(body, await MeasureAsync(plan, step => WriteAsync(body, Wire(step), gone.Token), gone.Token), call.Gone);
    }

    private async Task<CompareMessage> MeasureAsync(ComparisonPlan plan, Func<ComparisonProgress, Task> report, CancellationToken cancellationToken)
    {
        try
        {
            return new CompareMessage { Result = Wire(await comparison.RunAsync(plan, report, cancellationToken)) };
        }
        catch (WhelkException failure)
        {
            return new CompareMessage { Error = failure.Message };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new CompareMessage { Error = "the daemon is stopping" };
        }
    }

    private static Task WriteAsync(Stream body, CompareMessage message, CancellationToken cancellationToken) =>
        JsonLine.WriteAsync(body, message, ApiJson.Default.CompareMessage, cancellationToken);

    private static CompareMessage Wire(ComparisonProgress step) => new() { Progress = new CompareProgress(step.Side, step.Step, step.Number, step.Of) };

    private static CompareResult Wire(ComparisonResult result) => new()
    {
        Image = result.Image,
        Command = result.Command,
        Runs = result.Runs,
        Accelerator = result.Accelerator,
        AcceleratorReason = result.AcceleratorReason,
        Sides = [.. result.Sides.Select(Wire)],
        Notes = result.Notes,
    };

    private static CompareSide Wire(IsolationFigures side) => new()
    {
        Isolation = side.Isolation,
        StartWay = side.StartWay,
        Runtime = side.Runtime,
        RuntimeVersion = side.RuntimeVersion,
        StartP50Milliseconds = side.StartP50?.TotalMilliseconds,
        StartP95Milliseconds = side.StartP95?.TotalMilliseconds,
        StartsMilliseconds = [.. side.Starts.Select(start => start.TotalMilliseconds)],
        StartMeasuredTo = side.StartMeasuredTo,
        MemoryBytes = side.MemoryBytes,
        MemoryMeasured = side.MemoryMeasured,
        IdleCpuPercent = side.IdleCpuPercent,
        IdleCpuMeasured = side.IdleCpuMeasured,
        DiskBytes = side.DiskBytes,
        SharedDiskBytes = side.SharedDiskBytes,
        KernelRelease = side.KernelRelease,
        Namespaces = side.Namespaces,
        Capabilities = side.Capabilities,
        Seccomp = side.Seccomp,
        Architecture = side.Architecture,
        HostNeeds = side.HostNeeds,
        Notes = side.Notes,
    };
}
