namespace Whelk.Oci.Runtime;

/// <summary>One program of a hook.</summary>
public sealed record HookSpec
{
    /// <summary>An absolute path on the host.</summary>
    public required string Path { get; init; }

    /// <summary>With the program's name first.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    /// <summary>In seconds.</summary>
    public int? Timeout { get; init; }
}
