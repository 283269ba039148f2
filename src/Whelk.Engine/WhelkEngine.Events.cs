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

    /// <summary>Tells that what nobody used was removed.</summary>
    /// <param name="type">Of what; one of the words of <see cref="EngineEvent"/>.</param>
    /// <param name="bytes">What it took on disk.</param>
    public void TellOfPruning(string type, long bytes) =>
        Events.Add(new EngineEvent(type, "prune", string.Empty, new Dictionary<string, string> { ["reclaimed"] = bytes.ToString(CultureInfo.InvariantCulture) }, Time.GetUtcNow()));

    private void TellOfNetwork(NetworkSpec network, string action, Workload? member = null)
    {
        var attributes = new Dictionary<string, string> { ["name"] = network.Name, ["type"] = network.Driver };
        if (member is not null)
        {
            attributes["container"] = member.Spec.Id;
        }

        Events.Add(new EngineEvent(EngineEvent.Network, action, network.Id, attributes, Time.GetUtcNow()));
    }

    private void TellOfMounts(Workload workload)
    {
        foreach (var mount in workload.Spec.Mounts.Where(mount => mount.Volume is not null))
        {
            TellOfVolume(mount.Volume!, "mount", ("container", workload.Spec.Id), ("destination", mount.Destination), ("read/write", mount.ReadOnly ? "false" : "true"), ("propagation", string.Empty));
        }
    }

    private void TellOfUnmounts(Workload workload)
    {
        foreach (var mount in workload.Spec.Mounts.Where(mount => mount.Volume is not null))
        {
            TellOfVolume(mount.Volume!, "unmount", ("container", workload.Spec.Id));
        }
    }

    private void TellOfVolume(string name, string action, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var attributes = new Dictionary<string, string> { ["driver"] = "local" };
        foreach (var (attribute, value) in more)
        {
            attributes[attribute] = value;
        }

        Events.Add(new EngineEvent(EngineEvent.Volume, action, name, attributes, Time.GetUtcNow()));
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
