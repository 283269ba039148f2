namespace Whelk.Advice.Doctor;

/// <summary>Whether this host passes packets on: without it, workloads reach no further than the bridge.</summary>
internal static class ForwardingCheck
{
    private const string Name = "ip_forward";
    private const string Setting = "/proc/sys/net/ipv4/ip_forward";
    private const string Name6 = "IPv6 forwarding";
    private const string Setting6 = "/proc/sys/net/ipv6/conf/all/forwarding";

    /// <param name="networks6">The networks that have IPv6.</param>
    internal static IEnumerable<HostCheck> Run(IReadOnlyList<string> networks6) =>
        [Of(File.ReadAllText(Setting).Trim()), .. networks6.Count == 0 ? Array.Empty<HostCheck>() : [Of6(File.Exists(Setting6) ? File.ReadAllText(Setting6).Trim() : "not there", networks6)]];

    internal static HostCheck Of(string value) => value == "1"
        ? HostCheck.Ok(Name, "1")
        : HostCheck.Fail(Name, $"{value}: something has switched it off since the daemon started", "sysctl -w net.ipv4.ip_forward=1, and look for what resets it in /etc/sysctl.d");

    // The daemon leaves it as it finds it: a host that passes IPv6 on no longer takes its own addresses from routers.
    internal static HostCheck Of6(string value, IReadOnlyList<string> networks) => value == "1"
        ? HostCheck.Ok(Name6, "1")
        : HostCheck.Warn(Name6, $"{value}: by IPv6 the workloads of {string.Join(", ", networks)} reach no further than their bridge", "sysctl -w net.ipv6.conf.all.forwarding=1, and where the host has its address from a router net.ipv6.conf.all.accept_ra=2 before it");
}
