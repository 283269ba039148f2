using System.Text.Json.Serialization;

namespace Whelk.Engine.Workloads;

/// <summary>What is mounted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MountKind>))]
public enum MountKind
{
    /// <summary>A path of the host.</summary>
    Bind,

    /// <summary>A volume.</summary>
    Volume,

    /// <summary>A file system in memory.</summary>
    Tmpfs,
}
