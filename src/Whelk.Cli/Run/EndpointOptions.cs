using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Run;

/// <summary>What may be asked for on a network: names, addresses, links.</summary>
internal sealed class EndpointOptions(string aliasName, params string[] aliasesOfAlias)
{
    private readonly Option<string[]> _alias = Flags.List(aliasName, "Another name on the network", aliasesOfAlias);
    private readonly Option<string?> _ip = Flags.Text("--ip", "Address on the network");
    private readonly Option<string?> _ip6 = Flags.Text("--ip6", "Address of IPv6 on the network");
    private readonly Option<string[]> _link = Flags.List("--link", "A name of its own for another workload: NAME[:ALIAS]");

    public IReadOnlyList<Option> All => [_alias, _ip, _ip6, _link];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Null where nothing is asked for.</summary>
    public EndpointConfig? Read(ParseResult parse)
    {
        var (aliases, ip, ip6, links) = (parse.GetRequiredValue(_alias), parse.GetValue(_ip), parse.GetValue(_ip6), Links(parse));
        return aliases.Length == 0 && ip is null && ip6 is null && links is null ? null : new EndpointConfig
        {
            Aliases = aliases.Length > 0 ? aliases : null,
            Links = links,
            IPAMConfig = ip is null && ip6 is null ? null : new EndpointAddresses(ip, ip6),
        };
    }

    public string[]? Links(ParseResult parse) => parse.GetRequiredValue(_link) is { Length: > 0 } links ? links : null;
}
