using Whelk.Engine.Health;
using Whelk.Engine.Monitors;
using Whelk.Engine.Networks;
using Whelk.Engine.Restarts;

namespace Whelk.Engine.Workloads;

/// <summary>A live workload: its spec, its state, and who waits for it. Changed under <see cref="Gate"/> alone.</summary>
public sealed class Workload
{
    private readonly Lock _waiting = new();
    private readonly TaskCompletionSource<int> _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<int> _nextExit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Func<Task>> _beforeStart = [];
    private bool _joinable;

    internal Workload(WorkloadSpec spec, WorkloadState state, WorkloadPaths paths)
    {
        Spec = spec;
        State = state;
        Paths = paths;
        Monitor = new MonitorClient(paths.Run);
    }

    /// <summary>What was created.</summary>
    public WorkloadSpec Spec { get; private set; }

    /// <summary>Where it stands now: an immutable record, replaced whole.</summary>
    public WorkloadState State { get; private set; }

    /// <summary>Its folders.</summary>
    public WorkloadPaths Paths { get; }

    /// <summary>Where it is on the network while it runs; null with a loopback interface alone.</summary>
    public NetworkPlace? Place { get; internal set; }

    /// <summary>Its control group, as "/a/b"; null before it was first brought up.</summary>
    public string? Cgroup { get; internal set; }

    /// <summary>The ports that it publishes while it runs, with the host's ports known.</summary>
    public IReadOnlyList<PortBinding> PublishedPorts { get; internal set; } = [];

    /// <summary>One lifecycle operation at a time.</summary>
    internal SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Held while <see cref="Place"/> is changed or given back: the end of a run waits for no <see cref="Gate"/>.</summary>
    internal SemaphoreSlim PlaceGate { get; } = new(1, 1);

    /// <summary>Whether it is stopped only to be started again: an automatic removal waits then.</summary>
    internal bool Restarting { get; set; }

    /// <summary>Whether somebody ended it on purpose: no policy starts it again then.</summary>
    internal bool StopAsked { get; set; }

    /// <summary>How it is, by its checks in this run; null without checks.</summary>
    public HealthState? Health { get; internal set; }

    /// <summary>How its restart policy has worked so far.</summary>
    internal RestartBackoff Backoff { get; } = new();

    /// <summary>How often its restart policy has started it again.</summary>
    public int RestartCount => Backoff.Count;

    /// <summary>Whether its end could not be written to the database: the run's folder then says it to the next daemon.</summary>
    internal bool RunUnsaved { get; set; }

    internal MonitorClient Monitor { get; }

    /// <summary>Completes when what a run used is given back; a new start waits for it.</summary>
    public Task CleanedUp { get; internal set; } = Task.CompletedTask;

    /// <summary>Waits as Docker's wait does.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> WaitAsync(WaitCondition condition, CancellationToken cancellationToken)
    {
        lock (_waiting)
        {
            return condition switch
            {
                WaitCondition.Removed => _removed.Task.WaitAsync(cancellationToken),
                WaitCondition.NextExit => _nextExit.Task.WaitAsync(cancellationToken),
                _ => State switch
                {
                    WorkloadState.Running or WorkloadState.Restarting => _nextExit.Task.WaitAsync(cancellationToken),
                    WorkloadState.Exited exited => Task.FromResult(exited.ExitCode),
                    WorkloadState.Removing removing => Task.FromResult(removing.ExitCode),
                    _ => Task.FromResult(0),
                },
            };
        }
    }

    /// <summary>When the run before this one ended; null for none that this daemon knows of.</summary>
    public DateTimeOffset? FinishedBefore { get; private set; }

    /// <summary>Moves to a state and tells those who wait for it.</summary>
    internal void Enter(WorkloadState state)
    {
        lock (_waiting)
        {
            var lastCode = State switch { WorkloadState.Exited exited => exited.ExitCode, WorkloadState.Removing removing => removing.ExitCode, _ => 0 };
            FinishedBefore = State switch
            {
                WorkloadState.Exited { NeverRan: false } exited => exited.FinishedAt,
                WorkloadState.Restarting restarting => restarting.FinishedAt,
                _ => FinishedBefore,
            };
            State = state;
            switch (state)
            {
                case WorkloadState.Exited exited:
                    AnswerNextExit(exited.ExitCode);
                    break;
                case WorkloadState.Restarting restarting:
                    AnswerNextExit(restarting.ExitCode);
                    break;
                case WorkloadState.Removing:
                    _nextExit.TrySetResult(lastCode);
                    break;
                case WorkloadState.Running:
                    _joinable = true;
                    break;
                case WorkloadState.Created:
                    break;
            }
        }
    }

    /// <summary>Pauses it or lets it go on, where it still runs.</summary>
    internal void EnterPaused(bool paused)
    {
        lock (_waiting)
        {
            State = State is WorkloadState.Running running ? running with { Paused = paused } : State;
        }
    }

    private void AnswerNextExit(int code)
    {
        _joinable = false;
        _nextExit.TrySetResult(code);
        _nextExit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Tells those who wait for the removal.</summary>
    internal void MarkRemoved() => _removed.TrySetResult(State is WorkloadState.Removing removing ? removing.ExitCode : 0);

    /// <summary>Another name, other limits or another policy: what may change after creation.</summary>
    internal void Respecify(WorkloadSpec spec) => Spec = spec;

    /// <summary>Waits for an operation that is under way, a start above all: what is asked afterwards meets its outcome.</summary>
    internal async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        Gate.Release();
    }

    /// <summary>Asks to be called between the runtime's create and start, to join the streams from their first byte.</summary>
    /// <returns>False when that has passed in this run: the monitor can be asked at once.</returns>
    internal bool TryJoinBeforeStart(Func<Task> join)
    {
        lock (_waiting)
        {
            if (!_joinable)
            {
                _beforeStart = [.. _beforeStart, join];
            }

            return !_joinable;
        }
    }

    /// <summary>Hands over those who asked, once; whoever comes later in this run asks the monitor.</summary>
    internal IReadOnlyList<Func<Task>> TakeBeforeStart()
    {
        lock (_waiting)
        {
            var joining = _beforeStart;
            _beforeStart = [];
            _joinable = true;
            return joining;
        }
    }
}
