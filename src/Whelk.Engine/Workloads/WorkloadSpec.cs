using Whelk.Engine.Networks;
using Whelk.Linux.Namespaces;
using Whelk.Oci.Images;

namespace Whelk.Engine.Workloads;

/// <summary>A workload as it was created: checked and complete. Only its name, its limits, its restart policy and its networks change afterwards. Kept in the database.</summary>
public sealed record WorkloadSpec
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Unique, without a slash.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The image's digest.</summary>
    public required string ImageId { get; init; }

    /// <summary>The isolation given: never "auto", never empty.</summary>
    public required string Isolation { get; init; }

    /// <summary>The runtime that gives it.</summary>
    public required string Runtime { get; init; }

    /// <summary>What is run: entrypoint and command together; the first is the executable.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The image's variables with the request's over them.</summary>
    public required IReadOnlyList<string> Env { get; init; }

    public required string Hostname { get; init; }

    public required string WorkingDir { get; init; }

    /// <summary>user[:group] as given or as the image has it; empty for root.</summary>
    public required string User { get; init; }

    /// <summary>The number of the signal that asks it to stop.</summary>
    public required int StopSignal { get; init; }

    /// <summary>The image's labels with the request's over them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>port/protocol.</summary>
    public required IReadOnlyList<string> ExposedPorts { get; init; }

    /// <summary>How it is asked whether it is well; null for not at all.</summary>
    public ImageHealthcheck? Healthcheck { get; init; }

    /// <summary>What is mounted beyond what every workload has.</summary>
    public IReadOnlyList<WorkloadMount> Mounts { get; init; } = [];

    /// <summary>The networks that it is in, or will be in when it runs.</summary>
    public IReadOnlyList<NetworkAttachment> Networks { get; init; } = [];

    /// <summary>The host's users and groups that its own are; null where it has the host's.</summary>
    public IdRange? Ids { get; init; }

    /// <summary>The request, for inspect.</summary>
    public required WorkloadOptions Options { get; init; }

    /// <summary>The first twelve digits of the id: how people see it, and its folder under --run.</summary>
    public string ShortId => Id[..12];
}
