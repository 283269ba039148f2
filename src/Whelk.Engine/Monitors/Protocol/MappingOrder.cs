using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>A user namespace that files of the host are seen through.</summary>
public sealed record MappingOrder
{
    /// <summary>Where it is found, until the workload is created.</summary>
    public required string UserNamespace { get; init; }

    /// <summary>Its users and groups.</summary>
    public required IdRange Ids { get; init; }

    /// <summary>The files and folders of the host, besides the root, whose ids are those inside the namespace.</summary>
    public required IReadOnlyList<string> Paths { get; init; }
}
