using System.Globalization;
using Whelk.Engine.Events;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;

namespace Whelk.Engine;

/// <summary>Telling what happens.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>What has happened, and what happens.</summary>
    public EventLog Events { get; } = new();

    /// <summary>Tells of something that was done to a workload, with what belongs to it beyond name, image and labels.</summary>
    public void Tell(Workload workload, string action, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var attributes = new Dictionary<string, string>(workload.Spec.Labels) { ["image"] = workload.Spec.Options.Image, ["name"] = workload.Spec.Name };
        foreach (var (name, value) in more)
        {
            attributes[name] = value;
        }

        Events.Add(new EngineEvent(EngineEvent.Container, action, workload.Spec.Id, attributes, Time.GetUtcNow()));
    }

    /// <summary>Tells of something that was done to an image.</summary>
    /// <param name="id">Its digest, or the name it was asked for by.</param>
    /// <param name="action">In Docker's words.</param>
    /// <param name="name">How people call it.</param>
    public void TellOfImage(string id, string action, string name) =>
        Events.Add(new EngineEvent(EngineEvent.Image, action, id, new Dictionary<string, string> { ["name"] = name }, Time.GetUtcNow()));

    private void TellOfNetwork(NetworkSpec network, string action, Workload? member = null)
    {
        var attributes = new Dictionary<string, string> { ["name"] = network.Name, ["type"] = network.Driver };
        if (member is not null)
        {
            attributes["container"] = member.Spec.Id;
        }

        Events.Add(new EngineEvent(EngineEvent.Network, action, network.Id, attributes, Time.GetUtcNow()));
    }

    private void TellOfEnd(Workload workload, WorkloadState.Exited exited)
    {
        if (exited.OomKilled)
        {
            Tell(workload, "oom");
        }

        var ran = exited.StartedAt is { } started ? (long)(exited.FinishedAt - started).TotalSeconds : 0;
        Tell(workload, "die", ("exitCode", exited.ExitCode.ToString(CultureInfo.InvariantCulture)), ("execDuration", ran.ToString(CultureInfo.InvariantCulture)));
    }
}
