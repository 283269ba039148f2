using System.Text.Json.Serialization;

namespace Whelk.Engine.Networks;

/// <summary>A network that a workload is in, with what was asked for there.</summary>
public sealed record NetworkAttachment
{
    /// <summary>The network's id; for the daemon's own bridge its name, which outlives a move of --root. Empty where no network had the name at creation: the start looks again.</summary>
    public required string Network { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Names of its own for other workloads: name[:alias].</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Empty for any that is free.</summary>
    public string IPv4Address { get; init; } = string.Empty;

    /// <summary>Empty for any that is free.</summary>
    public string IPv6Address { get; init; } = string.Empty;

    /// <summary>Empty for one that follows from the address.</summary>
    public string MacAddress { get; init; } = string.Empty;

    /// <summary>Whether an IPAMConfig was there, for inspect.</summary>
    [JsonIgnore]
    public bool HasAddresses => IPv4Address.Length > 0 || IPv6Address.Length > 0;
}
