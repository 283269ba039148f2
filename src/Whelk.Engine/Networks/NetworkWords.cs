using System.Text.RegularExpressions;
using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>The words of HostConfig.NetworkMode, and the names of networks.</summary>
public static partial class NetworkWords
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

    internal static string CheckName(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid name: name is empty")
        : name.Length <= LongestName && NameGrammar().IsMatch(name) ? name
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid network name: \"{name}\": only [a-zA-Z0-9_][a-zA-Z0-9_. -]*[a-zA-Z0-9_] are allowed");

    // moby, daemon/libnetwork/config: the default is legible, and no line of a file can be broken by it.
    [GeneratedRegex("^[a-zA-Z0-9_]+[a-zA-Z0-9_. -]*[a-zA-Z0-9_]+\\z|^[a-zA-Z0-9_]\\z", RegexOptions.None, 1000)]
    private static partial Regex NameGrammar();
}
