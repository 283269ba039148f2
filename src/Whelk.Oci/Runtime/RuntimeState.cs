namespace Whelk.Oci.Runtime;

/// <summary>What <c>state</c> prints and hooks read (OCI runtime specification, runtime.md).</summary>
public sealed record RuntimeState
{
    public required string OciVersion { get; init; }

    public required string Id { get; init; }

    /// <summary>One of <see cref="RuntimeStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Present while created or running.</summary>
    public int? Pid { get; init; }

    /// <summary>An absolute path.</summary>
    public required string Bundle { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
