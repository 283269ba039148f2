using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>
/// What a configuration is in a pod: a sandbox, whose machine others may join, one that joins, or neither: then it has a machine of its own. Engines of Kubernetes
/// say so in annotations (containerd, pkg/cri/annotations).
/// </summary>
internal sealed record PodRole
{
    /// <summary>A machine of its own that nobody joins.</summary>
    internal static readonly PodRole Alone = new();

    private PodRole()
    {
    }

    internal bool IsSandbox { get; private init; }

    /// <summary>The id of the sandbox whose machine this one joins; null where it has one of its own.</summary>
    internal string? Sandbox { get; private init; }

    /// <summary>What the names of its binds begin with in the folder that the guest gets of its host.</summary>
    internal string Place { get; private init; } = string.Empty;

    /// <param name="config">With the annotations.</param>
    /// <param name="id">The container's.</param>
    /// <param name="pid">Of the process that is to stand for it: what a guest remembers of the places of one that has ended is not the next one's of the same id.</param>
    /// <exception cref="WhelkException">InvalidArgument: one that joins, but does not say what.</exception>
    internal static PodRole Of(RuntimeSpec config, string id, int pid) => Annotations.Of(config, Annotations.ContainerType) switch
    {
        Annotations.Sandbox => new PodRole { IsSandbox = true },
        Annotations.Container => new PodRole
        {
            Sandbox = Annotations.Of(config, Annotations.SandboxId)
                ?? throw new WhelkException(ErrorCode.InvalidArgument, $"annotation {Annotations.ContainerType}={Annotations.Container} needs {Annotations.SandboxId}"),
            Place = $"pod-{id}-{pid}/",
        },
        _ => Alone,
    };
}
