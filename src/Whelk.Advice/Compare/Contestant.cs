using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Advice.Compare;

/// <summary>One side while it is measured, and what has been found so far.</summary>
/// <param name="runtime">That runs it.</param>
/// <param name="way">In which it starts; null where the runtime has but one.</param>
internal sealed class Contestant(RuntimeRecord runtime, StartWay? way)
{
    private readonly List<string> _notes = [];

    internal RuntimeRecord Runtime => runtime;

    /// <summary>How its workloads start.</summary>
    internal StartWay? Way => way;

    /// <summary>What it is called beside the others.</summary>
    internal string Label => way is null ? runtime.Isolation : $"{runtime.Isolation} {way.Name}";

    /// <summary>Why it cannot be measured at all here; null where it can.</summary>
    internal string? Missing { get; private set; }

    internal StartTimes Starts { get; } = new();

    internal Observation? Observed { get; set; }

    internal InsideView? Inside { get; set; }

    internal long? SharedDiskBytes { get; set; }

    /// <summary>Why this side is measured no further.</summary>
    internal WhelkException? Failure { get; private set; }

    internal void Fail(string step, WhelkException failure)
    {
        Failure = failure;
        _notes.Add($"{step}: {failure.Message}");
    }

    /// <summary>There is no such start here.</summary>
    internal void Miss(WhelkException reason) => (Failure, Missing) = (reason, reason.Message);

    internal IsolationFigures Figures() => new()
    {
        Isolation = runtime.Isolation,
        StartWay = way?.Name,
        Runtime = runtime.Name,
        RuntimeVersion = runtime.Version,
        StartP50 = Starts.P50,
        StartP95 = Starts.P95,
        Starts = Starts.All,
        StartMeasuredTo = Starts.MeasuredTo,
        MemoryBytes = Observed?.Memory?.Bytes,
        MemoryMeasured = Observed?.Memory?.Measured,
        IdleCpuPercent = Observed?.IdleCpuPercent ?? Inside?.IdleCpuPercent,
        IdleCpuMeasured = IdleCpuMeasured,
        DiskBytes = Observed?.DiskBytes,
        SharedDiskBytes = SharedDiskBytes,
        KernelRelease = Inside?.Facts?.KernelRelease,
        Namespaces = Inside?.Facts is { } facts ? HostNamespaces.NotSharedBy(facts) : [],
        Capabilities = Inside?.Facts?.Effective is { } bits ? CapabilityNames.Of(bits) : null,
        Seccomp = Inside?.Facts?.Seccomp,
        Architecture = Inside?.Facts?.Architecture,
        HostNeeds = runtime.HostNeeds,
        Notes = [.. _notes, .. NotesOnMeasuring()],
    };

    private string? IdleCpuMeasured => Observed?.IdleCpuPercent is not null ? "the command"
        : Inside?.IdleCpuPercent is not null ? "a process that sleeps in its place"
        : null;

    private IEnumerable<string> NotesOnMeasuring()
    {
        if (Failure is null && Observed is { Memory: null })
        {
            yield return "memory: the command ended before any of its processes was seen";
        }

        if (Observed?.ExitCode is not (null or 0))
        {
            yield return $"the command ended with exit code {Observed.ExitCode}";
        }

        if (Inside?.Problem is { } problem)
        {
            yield return problem;
        }

        if (Inside is { IdleCpuPercent: null, Facts: not null } && Observed is { IdleCpuPercent: null })
        {
            yield return "CPU at idle: this kernel does not count it";
        }

        foreach (var note in Inside?.Facts is { } facts ? NotesOn(facts) : [])
        {
            yield return note;
        }
    }

    private static IEnumerable<string> NotesOn(InsideFacts facts)
    {
        if (HostNamespaces.HasOwnKernel(facts))
        {
            yield return "it has a kernel of its own (its boot id is not the host's), so every namespace in it is its own";
        }

        if (facts.Bounding is { } bounding && facts.Effective is { } effective && (bounding & ~effective) is var more and not 0)
        {
            yield return $"through set-user-id programs it can have these capabilities too: {string.Join(", ", CapabilityNames.Of(more))}";
        }
    }
}
