namespace Whelk.Advice.Doctor;

/// <summary>Whether this host passes packets on: without it, workloads reach no further than the bridge.</summary>
internal static class ForwardingCheck
{
    private const string Name = "ip_forward";
    private const string Setting = "/proc/sys/net/ipv4/ip_forward";

    internal static HostCheck Run() => Of(File.ReadAllText(Setting).Trim());

    internal static HostCheck Of(string value) => value == "1"
        ? HostCheck.Ok(Name, "1")
        : HostCheck.Fail(Name, $"{value}: something has switched it off since the daemon started", "sysctl -w net.ipv4.ip_forward=1, and look for what resets it in /etc/sysctl.d");
}
