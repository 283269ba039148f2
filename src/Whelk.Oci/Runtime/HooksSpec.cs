namespace Whelk.Oci.Runtime;

/// <summary>Programs run at points of a container's life, with the state on their input.</summary>
public sealed record HooksSpec
{
    public IReadOnlyList<HookSpec>? Prestart { get; init; }

    public IReadOnlyList<HookSpec>? CreateRuntime { get; init; }

    public IReadOnlyList<HookSpec>? CreateContainer { get; init; }

    public IReadOnlyList<HookSpec>? StartContainer { get; init; }

    public IReadOnlyList<HookSpec>? Poststart { get; init; }

    public IReadOnlyList<HookSpec>? Poststop { get; init; }
}
