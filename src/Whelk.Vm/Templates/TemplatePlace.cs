using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper has of one kind of machine: its template, or why there is none.</summary>
internal sealed class TemplatePlace(VmShape shape, string accelerator)
{
    // Of clones in a row: what keeps one from coming up may be its own disk or network.
    private const int MostFailures = 2;

    private DateTimeOffset _failed;
    private int _failures;

    internal VmShape Shape => shape;

    internal string Accelerator => accelerator;

    internal Template? Template { get; private set; }

    /// <summary>Its machines that wait.</summary>
    internal WarmStock Warm { get; } = new();

    /// <summary>Why there is none; null where nothing went wrong.</summary>
    internal string? Fault { get; private set; }

    /// <summary>When it was asked for last.</summary>
    internal DateTimeOffset Used { get; set; }

    /// <summary>Completes when the making that began last has ended, well or not.</summary>
    internal Task Making { get; set; } = Task.CompletedTask;

    /// <summary>What there is of it.</summary>
    internal KeeperState.Place StateAt(DateTimeOffset now) => new(
        shape.MemoryMiB, shape.Processors, accelerator, Template is null ? null : (int)(now - Template.Made).TotalSeconds, Template?.MemoryMiB ?? 0, Warm.Waiting, Fault ?? string.Empty, Warm.Fault);

    /// <summary>Whether one should be made now.</summary>
    /// <param name="now">When it is asked for.</param>
    /// <param name="age">After which the one there is should be replaced.</param>
    /// <param name="rest">After a failure.</param>
    internal bool NeedsMaking(DateTimeOffset now, TimeSpan age, TimeSpan rest) =>
        Making.IsCompleted && now - _failed > rest && (Template is null || IsOlderThan(age, now));

    /// <summary>Whether the template there is should be replaced.</summary>
    internal bool IsOlderThan(TimeSpan age, DateTimeOffset now) => Template is not null && now - Template.Made > age;

    /// <summary>In the place of the one of before, whose machines nobody gets any more.</summary>
    internal void Put(Template template)
    {
        Drop();
        (Template, Fault, _failures) = (template, null, 0);
    }

    /// <summary>One could not be made. That of before, if any, goes on being granted.</summary>
    internal void NotMade(string fault, DateTimeOffset now) => (Fault, _failed) = (fault, now);

    /// <summary>A clone came up.</summary>
    internal void Succeeded() => _failures = 0;

    /// <summary>A clone did not come up: after another one the template is dropped.</summary>
    internal void Failed(DateTimeOffset now)
    {
        if (++_failures >= MostFailures)
        {
            Drop();
            NotMade("its last clones did not come up", now);
        }
    }

    /// <summary>There is none from now on.</summary>
    internal void Drop()
    {
        Warm.Clear();
        Template?.Dispose();
        Template = null;
    }
}
