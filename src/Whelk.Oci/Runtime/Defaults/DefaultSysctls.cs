namespace Whelk.Oci.Runtime.Defaults;

/// <summary>Kernel parameters of a network namespace that Docker gives every container: low ports and ping need no capability (moby, daemon/oci_linux.go).</summary>
public static class DefaultSysctls
{
    private const string PingGroups = "net.ipv4.ping_group_range";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["net.ipv4.ip_unprivileged_port_start"] = "0",
        [PingGroups] = "0 2147483647",
    };

    /// <summary>The defaults with what was asked for in their place.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="groups">How many groups the user namespace has: the kernel takes no others. Null for the host's.</param>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> asked, uint? groups = null) =>
        All.Select(entry => entry.Key == PingGroups && groups is { } count ? KeyValuePair.Create(PingGroups, $"0 {count - 1}") : entry)
            .Where(entry => !asked.ContainsKey(entry.Key)).Concat(asked).ToDictionary(StringComparer.Ordinal);
}
