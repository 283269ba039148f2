using Whelk.Engine.Bundles;
using Whelk.Engine.Logs;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Starting;
using Whelk.Engine.Storage;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Recipes;

namespace Whelk.Engine;

/// <summary>Starting a workload: a recipe whose steps are undone in reverse when one fails.</summary>
public sealed partial class WhelkEngine
{
    // Also for the next one of a script that starts one after the other.
    private static readonly TimeSpan ProcessExpected = TimeSpan.FromMilliseconds(250);

    private const string InitName = "docker-init";
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int CannotStart = 128;

    // What Docker says of a container whose end nobody saw.
    private const int HostWentDown = 255;

    /// <summary>Runs a workload that does not run. Already running is success, as for Docker (the answer is false then).</summary>
    /// <exception cref="WhelkException">In Docker's words; what was done is undone, and the workload stays with the reason.</exception>
    public async Task<bool> StartAsync(Workload workload, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            switch (workload.State)
            {
                case WorkloadState.Running { Paused: true }:
                    throw new WhelkException(ErrorCode.Conflict, "cannot start a paused container, try unpause instead");
                case WorkloadState.Running or WorkloadState.Restarting:
                    return false;
                case WorkloadState.Removing:
                    throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is marked for removal and cannot be started");
                case WorkloadState.Created or WorkloadState.Exited when _closing.IsCancellationRequested:
                    throw new WhelkException(ErrorCode.Unavailable, "the daemon is stopping");
                case WorkloadState.Created or WorkloadState.Exited:
                    break;
            }

            workload.StopAsked = false;
            workload.Backoff.Reset();

            // A start that was begun is finished or undone, whatever becomes of the client.
            await _background.RunAsync(() => RunAsync(workload));
            return true;
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    // A runtime is soon to put a process into a control group: said where a client asks for what usually comes before, too.
    private void ExpectProcess() => _moves.Expect(ProcessExpected);

    private void ExpectExec(Workload workload)
    {
        if (Runtimes.Get(workload.Spec.Runtime).GroupsExecs)
        {
            ExpectProcess();
        }
    }

    private async Task RunAsync(Workload workload)
    {
        ExpectProcess();
        await workload.CleanedUp;
        StartingWorkload start;
        try
        {
            start = new StartingWorkload(workload, Runtimes.Get(workload.Spec.Runtime), Images.Resolve(workload.Spec.ImageId));
            await StartRecipe().RunAsync(start, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever stopped it, the workload is left in a state that says so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var failure = exception as WhelkException ?? new WhelkException(ErrorCode.Internal, $"cannot start container {workload.Spec.Id}: {exception.Message}", exception);
            Fail(workload, failure);
            throw failure;
        }

        Tell(workload, "start");
        WatchHealth(workload);
        workload.CleanedUp = _background.RunAsync(() => FollowAsync(workload, start.Process, start.Events!));
        _ = _background.RunAsync(() =>
        {
            _launcher.Replenish();
            _ = _keepers.EnsureAsync(start.Runtime);
            return Task.CompletedTask;
        });
    }

    private Recipe<StartingWorkload> StartRecipe() => new Recipe<StartingWorkload>("start")
        .Then("make the folders", MakeFolders, RemoveRunFolder)
        .Then("hold its namespaces", HoldNamespacesAsync, LetGoOfNamespacesAsync)
        .Then("join the network", JoinNetworkAsync, LeaveNetworkAsync)
        .Then("tell its names", start => AnnounceNames(start.Workload))
        .Then("choose its control group", ChooseGroupAsync)
        .Then("mount what is shared", (start, _) => MountAsync(start.Workload), start => UnmountAsync(start.Workload))
        .Then("write the bundle", WriteBundleAsync)
        .Then("create in the runtime", CreateInRuntimeAsync, DeleteFromRuntimeAsync)
        .Then("let go of its namespaces", (start, _) => LetGoOfNamespacesAsync(start))
        .Then("publish ports", Publish)
        .Then("join the streams", JoinStreamsAsync)
        .Then("keep that it runs", KeepRun)
        .Then("start in the runtime", StartInRuntimeAsync);

    private static void MakeFolders(StartingWorkload start)
    {
        var paths = start.Workload.Paths;
        Directory.CreateDirectory(paths.Bundle);
        File.Delete(Path.Combine(paths.Run, MonitorProtocol.ExitFile));
    }

    private static void RemoveRunFolder(StartingWorkload start) => Directory.Delete(start.Workload.Paths.Run, recursive: true);

    private async Task ChooseGroupAsync(StartingWorkload start, CancellationToken cancellationToken) =>
        start.Workload.Cgroup = $"{await Groups.ParentForAsync(start.Workload.Spec.Options.Host.CgroupParent, cancellationToken)}/{start.Workload.Spec.Id}";

    private async Task WriteBundleAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        BundleWriter.Write(await BundleOfAsync(start, cancellationToken));
        RunRecord.Write(start.Workload);
    }

    private async Task<BundleInput> BundleOfAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        var host = start.Workload.Spec.Options.Host;
        return Shared(new BundleInput
        {
            Spec = start.Workload.Spec.Mounts.Any(mount => mount.Subpath is not null) ? start.Workload.Spec with { Mounts = Found(start.Workload.Spec) } : start.Workload.Spec,
            Paths = start.Workload.Paths,
            Runtime = start.Runtime,
            User = ResolveUser(start.Workload, start.Image, start.Workload.Spec.User),
            Cgroup = start.Workload.Cgroup!,
            CgroupVersion = _cgroupVersion,
            Place = start.Workload.Place,
            RootFolder = RootFolderOf(start.Workload),
            UserNamespace = start.Held?.User,
            NameFilesOf = NameFilesOf(start.Workload),
            Linked = LinkedHosts(start.Workload),
            InitProgram = host.Init is true && host.Namespaces.Pid.Length == 0 ? Path.Combine(Options.Installation, InitName) : null,
            RootImage = start.Runtime.Root == RootForm.Image ? await Images.ErofsPathAsync(start.Image, cancellationToken) : null,
        });
    }

    private async Task CreateInRuntimeAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        var (reply, process, events) = await _launcher.CreateAsync(OrderFor(start), cancellationToken);
        (start.Created, start.Process, start.Events) = (reply, process, events);
    }

    private async Task DeleteFromRuntimeAsync(StartingWorkload start)
    {
        start.Events!.Dispose();
        await DeleteFromRuntimeAsync(start.Runtime, start.Workload);
        await Monitors.MonitorLauncher.ReapAsync(start.Process!);
    }

    // A client that cannot be joined any more is no reason not to start.
    private static Task JoinStreamsAsync(StartingWorkload start, CancellationToken cancellationToken) => Faults.ContainAsync(
        $"joining the streams of {start.Workload.Spec.Id}",
        [.. start.Workload.TakeBeforeStart().Select(join => (Func<Task>)(() => join().WaitAsync(cancellationToken)))]);

    private void KeepRun(StartingWorkload start) => _database.SetRun(start.Workload.Spec.Id, new StoredRun(HostWentDown, Time.GetUtcNow(), null, string.Empty));

    private static async Task StartInRuntimeAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        var reply = await start.Workload.Monitor.StartAsync(cancellationToken);
        start.Workload.Enter(new WorkloadState.Running(start.Created!.Pid, reply.MonitorPid, reply.StartedAt!.Value));
    }

    private MonitorOrder OrderFor(StartingWorkload start)
    {
        var (workload, paths) = (start.Workload, start.Workload.Paths);
        return new MonitorOrder
        {
            Id = workload.Spec.Id,
            Runtime = start.Runtime.Invocation(Paths.Runtimes),
            RunDirectory = paths.Run,
            Bundle = paths.Bundle,
            Cgroup = workload.Cgroup,
            Program = workload.Spec.Arguments[0],
            LogPath = paths.Log,
            Log = LogDriver.Parse(workload.Spec.Options.Host.LogDriver, workload.Spec.Options.Host.LogOptions) is { } log ? log with { Attributes = LogAttributes.Of(workload.Spec) } : null,
            Terminal = workload.Spec.Options.Tty,
            OpenStdin = workload.Spec.Options.OpenStdin,
            StdinOnce = workload.Spec.Options.StdinOnce,
            Overlay = start.Runtime.Root == RootForm.Directory ? OverlayOrder.Of(RootFileSystem.Prepare(start.Image, paths.Data), RootFolderOf(workload)) : null,
            Mapping = MappingFor(start),
            Ports = PortOrders(workload),
        };
    }

    // As Docker: a workload that failed to start is kept, with the shell's code for the reason; one that ran before stays as its last run left it, with the reason.
    private void Fail(Workload workload, WhelkException exception)
    {
        var last = workload.State switch
        {
            WorkloadState.Exited exited => exited,
            WorkloadState.Restarting waiting => new WorkloadState.Exited(waiting.ExitCode, waiting.StartedAt, waiting.FinishedAt, string.Empty, waiting.OomKilled),
            _ => null,
        };
        var code = exception.Message.Contains("executable file not found", StringComparison.Ordinal) || exception.Message.Contains("no such file or directory", StringComparison.Ordinal) ? NotFound
            : exception.Message.Contains("permission denied", StringComparison.Ordinal) ? NotExecutable
            : last is { StartedAt: not null, ExitCode: not 0 } ? last.ExitCode
            : CannotStart;
        RecordExit(workload, new WorkloadState.Exited(code, last?.StartedAt, last is { NeverRan: false } ? last.FinishedAt : Time.GetUtcNow(), exception.Message), mayRestart: false);
        if (workload.Spec.Options.Host.AutoRemove)
        {
            Discard(workload, volumes: true);
        }
    }
}
