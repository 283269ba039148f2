using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>
/// The process that stands for a workload in a guest: its pid is the container's pid, it owns the workload's descriptors, answers the other commands, and ends with
/// the workload's exit status.
/// </summary>
internal abstract partial class WorkloadMonitor : IAsyncDisposable
{
    /// <summary>Of what a guest that is up does before its workload runs.</summary>
    protected static readonly TimeSpan SetupBound = TimeSpan.FromSeconds(60);

    /// <summary>Of an answer that needs no work.</summary>
    protected static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly RestingMemory _rest = new(TimeProvider.System, RestingMemory.Release);
    private readonly Socket _listener;
    private volatile string _status = RuntimeStatus.Creating;

    private protected WorkloadMonitor(MonitorOptions options)
    {
        Options = options;
        Plan = WorkloadPlan.Of(options.Config, options.Bundle, options.Folder.Id);
        Console = WorkloadConsole.Open(options.Config.Process?.Terminal == true, options.ConsoleSocket);
        _listener = MonitorSocket.Listen(options.Folder);
        Relay = new ProcessRelay(Console.Stdio, Post);
    }

    private protected MonitorOptions Options { get; }

    private protected WorkloadPlan Plan { get; }

    private protected WorkloadConsole Console { get; }

    private protected ProcessRelay Relay { get; }

    /// <summary>The exit status, as soon as it is clear that this process is to end.</summary>
    private protected TaskCompletionSource<int> Exit { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected string Status => _status;

    /// <summary>Serves until the workload has ended; returns its exit status.</summary>
    internal async Task<int> RunAsync()
    {
        using var signals = new SignalForwarding(signal => Kill(signal), Resize);
        _ = AcceptAsync();
        _ = EndWithWorkloadAsync();
        var status = await Exit.Task;
        await EndAsync();

        // Whoever still waits for an answer (start, of a workload that ended at once) gets it before this process ends.
        await Task.WhenAny(Task.WhenAll(Serving()), Task.Delay(AnswerBound));
        return status;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _rest.Dispose();
        await ReleaseAsync();
        Console.Dispose();
        _turn.Dispose();
    }

    /// <summary>Sends a frame on the stream of the workload's first process.</summary>
    private protected abstract void Post(FrameType type, byte[] payload);

    /// <summary>Has the workload prepared and its first process started; returns when the guest has told how that went.</summary>
    private protected abstract Task LaunchAsync();

    /// <summary>After the workload's end: nothing of it goes on when this returns.</summary>
    private protected abstract Task EndAsync();

    /// <summary>Gives back what the workload had, however far it came.</summary>
    private protected abstract Task ReleaseAsync();

    /// <summary>Where the cause of its end is not in its exit status: keeps it.</summary>
    private protected abstract Task KeepCauseAsync();

    private protected void SetStatus(string status)
    {
        _status = status;
        Options.Folder.WriteStatus(status);
    }

    /// <summary>The workload's first process as the guest takes it.</summary>
    private protected GuestProcess FirstProcess()
    {
        var config = Options.Config;
        var process = config.Process ?? throw new WhelkException(ErrorCode.InvalidArgument, "config.json has no process");
        var held = Annotations.Of(config, Annotations.Hold) == "true";
        var root = new GuestRoot
        {
            Path = Plan.Root.Path,
            ReadOnly = config.Root?.Readonly == true,
            Mounts = held ? [.. Plan.Mounts.Mounts, HeldProcess.Mount] : Plan.Mounts.Mounts,
            MaskedPaths = config.Linux?.MaskedPaths ?? [],
            ReadOnlyPaths = config.Linux?.ReadonlyPaths ?? [],
        };
        var size = Console.Size is { Rows: > 0 } s ? new WindowSize(s.Rows, s.Columns) : null;
        return held ? HeldProcess.In(root) : ProcessTranslation.Translate(process, root, Annotations.Of(config, ProcessTranslation.UserAnnotation), size);
    }

    private async Task EndWithWorkloadAsync()
    {
        var status = await Relay.Exited;
        try
        {
            if (Relay.RanOutOfMemory)
            {
                Options.Folder.MarkOutOfMemory();
            }

            await KeepCauseAsync();
        }
        finally
        {
            Exit.TrySetResult(status);
        }
    }

    private void Resize()
    {
        if (Console.Size is { } size)
        {
            Relay.Resize(size.Rows, size.Columns);
        }
    }
}
