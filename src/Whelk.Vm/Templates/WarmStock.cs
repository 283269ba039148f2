namespace Whelk.Vm.Templates;

/// <summary>The machines of one template that wait for a workload.</summary>
internal sealed class WarmStock
{
    // In a row: what keeps one from going on may be its workload's own disk.
    private const int MostFailures = 2;

    private readonly Queue<WarmMachine> _waiting = [];
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _failed;
    private int _failures;

    /// <summary>Whether some are being made.</summary>
    internal bool IsFilling { get; set; }

    /// <summary>What went wrong last; empty where one went on since.</summary>
    internal string Fault { get; private set; } = string.Empty;

    /// <summary>How many wait.</summary>
    internal int Waiting => _waiting.Count(machine => machine.IsAlive);

    /// <summary>Completes when somebody cannot wait until the next one would be made.</summary>
    internal Task Hurried => _hurry.Task;

    /// <summary>Whether one more should be made now.</summary>
    /// <param name="size">Of the stock.</param>
    /// <param name="now">When it is asked for.</param>
    /// <param name="rest">After a failure.</param>
    internal bool NeedsOne(int size, DateTimeOffset now, TimeSpan rest) =>
        _failures < MostFailures && now - _failed >= rest && Waiting < size;

    /// <summary>The next one is made without a rest before it.</summary>
    internal void Hurry() => _hurry.TrySetResult();

    /// <summary>The rest is over, however it ended.</summary>
    internal void Rested() => _hurry = _hurry.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _hurry;

    internal void Keep(WarmMachine machine) => _waiting.Enqueue(machine);

    /// <summary>The machine that has waited longest, the caller's from now on; null where none waits.</summary>
    internal WarmMachine? TryTake()
    {
        while (_waiting.TryDequeue(out var machine))
        {
            if (machine.IsAlive)
            {
                return machine;
            }

            machine.Dispose();
        }

        return null;
    }

    /// <summary>One that was taken went on.</summary>
    internal void Succeeded() => (_failures, Fault) = (0, string.Empty);

    /// <summary>One could not be made.</summary>
    internal void NotMade(string fault, DateTimeOffset now) => (Fault, _failed) = (fault, now);

    /// <summary>One that was taken did not go on: after another one none is made of this template any more.</summary>
    internal void Failed(string fault, DateTimeOffset now) => (Fault, _failures, _failed) = (fault, _failures + 1, now);

    /// <summary>Those that wait end: their template is no longer there.</summary>
    internal void Clear()
    {
        while (_waiting.TryDequeue(out var machine))
        {
            machine.Dispose();
        }

        _failures = 0;
    }
}
