using Whelk.Engine.Workloads;

namespace Whelk.Engine.Execs;

/// <summary>A further process of a workload: created, then running, then ended with a code.</summary>
public sealed class Exec(string id, Workload workload, ExecOptions options)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>64 hexadecimal digits.</summary>
    public string Id => id;

    public Workload Workload => workload;

    public ExecOptions Options => options;

    /// <summary>Its pid on the host; 0 before it runs.</summary>
    public int Pid { get; private set; }

    /// <summary>Whether it runs now.</summary>
    public bool Running => Pid != 0 && !_exit.Task.IsCompleted;

    /// <summary>Null until it has ended.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Completes once it runs, or could not be started.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => _exit.Task;

    internal void Started(int pid)
    {
        Pid = pid;
        _begun.TrySetResult();
    }

    /// <summary>Sets how it ended; the first call counts.</summary>
    internal void Ended(int code)
    {
        lock (_exit)
        {
            ExitCode ??= code;
        }

        _exit.TrySetResult(ExitCode.Value);
        _begun.TrySetResult();
    }
}
