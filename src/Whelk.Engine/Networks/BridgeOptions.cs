using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Engine.Networks;

/// <summary>The options of Docker's bridge driver that are carried out.</summary>
/// <param name="Name">The bridge's name on the host; null for one that follows from the network's id.</param>
/// <param name="Masquerade">Whether workloads hide behind the host's address.</param>
/// <param name="Connected">Whether workloads may talk to each other.</param>
/// <param name="HostBinding">The host's address for published ports that name none; empty for all.</param>
/// <param name="Mtu">The largest packet; null for that of the way out.</param>
public sealed record BridgeOptions(string? Name, bool Masquerade, bool Connected, string HostBinding, int? Mtu)
{
    private const string NameKey = "com.docker.network.bridge.name";
    private const string MasqueradeKey = "com.docker.network.bridge.enable_ip_masquerade";
    private const string ConnectedKey = "com.docker.network.bridge.enable_icc";
    private const string BindingKey = "com.docker.network.bridge.host_binding_ipv4";
    private const string MtuKey = "com.docker.network.driver.mtu";
    private const int LongestName = 15;
    private const int DefaultMtu = 1500;
    private const int SmallestMtu = 68;
    private const int LargestMtu = 65535;

    /// <summary>What Docker's own bridge says of itself, for clients that look there.</summary>
    internal static IReadOnlyDictionary<string, string> Default(string bridge) => new Dictionary<string, string>
    {
        ["com.docker.network.bridge.default_bridge"] = "true",
        [ConnectedKey] = "true",
        [MasqueradeKey] = "true",
        [BindingKey] = "0.0.0.0",
        [NameKey] = bridge,
        [MtuKey] = $"{DefaultMtu}",
    };

    /// <summary>Reads the options; what Docker's driver does not know either is passed over, as it does.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words; Unsupported for what its driver knows and Whelk does not.</exception>
    public static BridgeOptions Parse(IReadOnlyDictionary<string, string> options)
    {
        foreach (var unknown in options.Keys.Where(key => key is "com.docker.network.bridge.inhibit_ipv4" or "com.docker.network.container_iface_prefix" or "com.docker.network.bridge.gateway_mode_ipv4" or "com.docker.network.bridge.gateway_mode_ipv6"
            or "com.docker.network.host_ipv4" or "com.docker.network.host_ipv6"))
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: Options.{unknown}");
        }

        return new BridgeOptions(
            options.TryGetValue(NameKey, out var name) && name.Length > 0 ? CheckName(name) : null,
            Flag(options, MasqueradeKey),
            Flag(options, ConnectedKey),
            options.TryGetValue(BindingKey, out var binding) && binding.Length > 0 ? CheckBinding(binding) : string.Empty,
            options.TryGetValue(MtuKey, out var mtu) ? CheckMtu(mtu) : null);
    }

    private static bool Flag(IReadOnlyDictionary<string, string> options, string key) =>
        !options.TryGetValue(key, out var text) || (GoBool.TryParse(text) ?? throw Invalid(key, text, $"strconv.ParseBool: parsing \"{text}\": invalid syntax"));

    // The kernel counts up in a name with %, and a rule's * stands for any end.
    private static string CheckName(string name) =>
        Encoding.UTF8.GetByteCount(name) <= LongestName && name is not ("." or "..") && !name.Any(letter => letter is '/' or ':' or '"' or '%' or '*' || char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? name
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid network interface name: \"{name}\"");

    private static string CheckBinding(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? text : throw Invalid(BindingKey, text, "nil ip");

    private static int? CheckMtu(string text) =>
        !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mtu) ? throw Invalid(MtuKey, text, $"strconv.Atoi: parsing \"{text}\": invalid syntax")
        : mtu is 0 or >= SmallestMtu and <= LargestMtu ? mtu == 0 ? null : mtu
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid MTU number: {text}");

    private static WhelkException Invalid(string key, string text, string why) => new(ErrorCode.InvalidArgument, $"failed to parse {key} value: {text} ({why})");
}
