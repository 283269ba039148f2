using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper has of one kind of machine: its template, or why there is none.</summary>
internal sealed class TemplatePlace(VmShape shape, string accelerator)
{
    private DateTimeOffset _failed;

    internal VmShape Shape => shape;

    internal string Accelerator => accelerator;

    internal Template? Template { get; private set; }

    /// <summary>Why there is none; null where nothing went wrong.</summary>
    internal string? Fault { get; private set; }

    /// <summary>When it was asked for last.</summary>
    internal DateTimeOffset Used { get; set; }

    /// <summary>Completes when the making that began last has ended, well or not.</summary>
    internal Task Making { get; set; } = Task.CompletedTask;

    /// <summary>Whether one should be made now.</summary>
    /// <param name="now">When it is asked for.</param>
    /// <param name="age">After which the one there is should be replaced.</param>
    /// <param name="rest">After a failure.</param>
    internal bool NeedsMaking(DateTimeOffset now, TimeSpan age, TimeSpan rest) =>
        Making.IsCompleted && now - _failed > rest && (Template is null || now - Template.Made > age);

    internal void Put(Template template) => (Template, Fault) = (template, null);

    /// <summary>There is none from now on.</summary>
    internal void Fail(string fault, DateTimeOffset now) => (Template, Fault, _failed) = (null, fault, now);
}
