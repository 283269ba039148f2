using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>The words of HostConfig.NetworkMode, and the names of networks.</summary>
public static class NetworkWords
{
    public const string Default = "default";
    public const string Bridge = "bridge";
    public const string Host = "host";
    public const string None = "none";

    private const string Container = "container:";
    private const int LongestName = 255;

    /// <summary>Whether a mode means no network that has places.</summary>
    public static bool IsPlaceless(string mode) => mode is Host or None || OtherWorkload(mode) is not null;

    /// <summary>The workload whose network a mode shares; null for other modes.</summary>
    public static string? OtherWorkload(string mode) => mode.StartsWith(Container, StringComparison.Ordinal) ? mode[Container.Length..] : null;

    /// <summary>The mode that shares a workload's network.</summary>
    internal static string SharedWith(string id) => $"{Container}{id}";

    /// <summary>The network that a mode, or a key of a request, names.</summary>
    public static string NetworkOf(string mode) => mode == Default ? Bridge : mode;

    // As Docker, which takes nearly any.
    internal static string CheckName(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid name: {name}")
        : name.Length <= LongestName && !name.Any(char.IsControl) ? name
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid name: \"{name}\": longer than {LongestName} letters, or with one that no line can hold");
}
