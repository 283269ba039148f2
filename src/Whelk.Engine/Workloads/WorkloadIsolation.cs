using Whelk.Errors;

namespace Whelk.Engine.Workloads;

/// <summary>The words of HostConfig.Isolation.</summary>
public static class WorkloadIsolation
{
    public const string Container = "container";
    public const string Vm = "vm";

    /// <summary>The isolation that a user's word means; Windows' words stand for their likes.</summary>
    /// <exception cref="WhelkException">InvalidArgument for no such word; Unsupported for auto.</exception>
    public static string Parse(string? word, string byDefault) => word?.ToLowerInvariant() switch
    {
        null or "" or "default" => byDefault,
        Container or "process" => Container,
        Vm or "hyperv" => Vm,
        "auto" => throw new WhelkException(ErrorCode.Unsupported, "isolation 'auto' needs the adviser, which this version does not have: choose container or vm"),
        _ => throw new WhelkException(ErrorCode.InvalidArgument, $"invalid isolation '{word}' on linux: use container, vm or default"),
    };
}
