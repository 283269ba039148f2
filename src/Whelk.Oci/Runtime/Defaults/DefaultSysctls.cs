namespace Whelk.Oci.Runtime.Defaults;

/// <summary>Kernel parameters of a network namespace that Docker gives every container: low ports and ping need no capability (moby, daemon/oci_linux.go).</summary>
public static class DefaultSysctls
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["net.ipv4.ip_unprivileged_port_start"] = "0",
        ["net.ipv4.ping_group_range"] = "0 2147483647",
    };

    /// <summary>The defaults with what was asked for in their place.</summary>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> asked) =>
        All.Where(entry => !asked.ContainsKey(entry.Key)).Concat(asked).ToDictionary(StringComparer.Ordinal);
}
