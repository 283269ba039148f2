using System.Globalization;
using System.Net;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>One value of --publish: [[ADDRESS:]HOSTPORT:]PORT[/PROTOCOL] with ranges, or Docker's long form target=…,published=….</summary>
internal sealed record PortSpec
{
    private static readonly string[] Protocols = ["tcp", "udp", "sctp"];

    public required string HostIp { get; init; }

    /// <summary>Null: any free port.</summary>
    public PortRange? Host { get; init; }

    public required PortRange Container { get; init; }

    public required string Protocol { get; init; }

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static PortSpec Parse(string text) => text.Contains('=', StringComparison.Ordinal) ? ParseLong(text) : ParseShort(text);

    /// <summary>Each container port ("80/tcp") with where it is to appear.</summary>
    public IEnumerable<(string Port, PortBinding Binding)> Bindings()
    {
        for (var i = 0; i < Container.Count; i++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"{Container.First + i}/{Protocol}"), new PortBinding(HostIp, HostPort(i)));
        }
    }

    private static PortSpec ParseShort(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (address, host, container) = Split(slash < 0 ? text : text[..slash]);
        if (container.Length == 0)
        {
            throw Invalid($"no port specified: {text}<empty>");
        }

        return Validate(new PortSpec
        {
            HostIp = AddressOf(address),
            Host = host.Length == 0 ? null : PortRange.Parse(host, "hostPort"),
            Container = PortRange.Parse(container, "containerPort"),
            Protocol = ProtocolOf(slash < 0 ? "tcp" : text[(slash + 1)..]),
        });
    }

    private static (string Address, string Host, string Container) Split(string text)
    {
        var last = text.LastIndexOf(':');
        if (last < 0)
        {
            return ("", "", text);
        }

        var before = text[..last];
        var second = before.LastIndexOf(':');
        return second < 0
            ? ("", before, text[(last + 1)..])
            : (before[..second], before[(second + 1)..], text[(last + 1)..]);
    }

    private static PortSpec ParseLong(string text)
    {
        var (target, published, protocol, address) = ("", "", "tcp", "");
        foreach (var field in text.Split(','))
        {
            var pair = field.Split('=', 2);
            var value = pair.Length == 2 ? pair[1] : throw Invalid($"invalid publish opts format (should be name=value but got '{field}')");
            switch (pair[0])
            {
                case "target": target = value; break;
                case "published": published = value; break;
                case "protocol": protocol = value; break;
                case "host_ip": address = value; break;
                case "mode": break;
                default: throw Invalid($"invalid field key {pair[0]}");
            }
        }

        return ParseShort($"{(address.Length > 0 ? $"{address}:{published}:" : published.Length > 0 ? $"{published}:" : "")}{target}/{protocol}");
    }

    private static PortSpec Validate(PortSpec spec)
    {
        if (spec.Host is { } host && host.Count != spec.Container.Count && spec.Container.Count != 1)
        {
            throw Invalid($"invalid ranges specified for container and host Ports: {spec.Container} and {host}");
        }

        return spec;
    }

    private static string AddressOf(string text)
    {
        var bare = text is ['[', .. var inner, ']'] ? inner : text;
        return bare.Length == 0 || (IPAddress.TryParse(bare, out _) && (bare.Contains(':', StringComparison.Ordinal) || bare.Count(c => c == '.') == 3))
            ? bare
            : throw Invalid($"invalid IP address: {text}");
    }

    private static string ProtocolOf(string text) =>
        Protocols.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw Invalid($"invalid proto: {text}");

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    // A range on the host for one port means "the first of these that is free", which the daemon decides.
    private string HostPort(int index) => Host switch
    {
        null => "",
        { } host when Container.Count == 1 => host.ToString(),
        { } host => (host.First + index).ToString(CultureInfo.InvariantCulture),
    };
}
