using System.CommandLine;
using System.Net;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Networks;

/// <summary>`whelk network create`.</summary>
internal sealed class NetworkCreateCommand
{
    private readonly Option<string?> _driver = Flags.Text("--driver", "What makes it: bridge", "-d");
    private readonly Option<string[]> _subnet = Flags.List("--subnet", "Its addresses: ADDRESS/BITS");
    private readonly Option<string[]> _range = Flags.List("--ip-range", "The part of them that is given out: ADDRESS/BITS");
    private readonly Option<string[]> _gateway = Flags.List("--gateway", "The bridge's address");
    private readonly Option<string[]> _auxiliary = Flags.List("--aux-address", "An address that somebody else has: NAME=ADDRESS");
    private readonly Option<bool> _internal = Flags.Switch("--internal", "No way out of it");
    private readonly Option<bool> _attachable = Flags.Switch("--attachable", "As it is in any case");
    private readonly Option<bool> _ipv6 = Flags.Switch("--ipv6", "With addresses of IPv6 too");
    private readonly Option<string[]> _option = Flags.List("--opt", "Option of the driver: NAME=VALUE", "-o");
    private readonly Option<string[]> _label = Flags.List("--label", "Something to say of it: KEY[=VALUE]");
    private readonly Argument<string> _name = new("NETWORK");

    internal static ClientCommand Create(CommandHost host)
    {
        var own = new NetworkCreateCommand();
        var command = new ClientCommand(host, "create", "Make a network");
        Option[] options = [own._driver, own._subnet, own._range, own._gateway, own._auxiliary, own._internal, own._attachable, own._ipv6, own._option, own._label];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Add(own._name);
        command.Runs((parse, engine) =>
        {
            var made = engine.Ask(EngineRequest.Post("/networks/create", own.Read(parse), WireJson.Default.NetworkCreateRequest), WireJson.Default.NetworkCreated);
            host.Out.WriteLine(made.Id);
            return 0;
        });
        return command;
    }

    private NetworkCreateRequest Read(ParseResult parse)
    {
        var ranges = Ranges(parse);
        return new NetworkCreateRequest
        {
            Name = parse.GetRequiredValue(_name),
            Driver = parse.GetValue(_driver),
            Internal = parse.GetValue(_internal),
            Attachable = parse.GetValue(_attachable),
            EnableIPv6 = parse.GetValue(_ipv6),
            IPAM = ranges.Length > 0 ? new NetworkIpam("default", ranges) : null,
            Options = KeyValues.Parse(parse.GetRequiredValue(_option)),
            Labels = KeyValues.Parse(parse.GetRequiredValue(_label)),
        };
    }

    // Each of the other words belongs to the subnet that holds it, as Docker's client sorts them.
    private NetworkSubnet[] Ranges(ParseResult parse)
    {
        var subnets = parse.GetRequiredValue(_subnet).Select(text => (Text: text, Network: IPNetwork.TryParse(text, out var network) ? network : throw Invalid($"invalid subnet {text}"))).ToArray();
        var ranges = Sorted(subnets, parse.GetRequiredValue(_range), "ip-range", text => text.Split('/')[0]);
        var gateways = Sorted(subnets, parse.GetRequiredValue(_gateway), "gateway", text => text);
        var auxiliary = Sorted(subnets, parse.GetRequiredValue(_auxiliary), "aux-address", text => text.Split('=', 2)[^1]);
        return [.. subnets.Select(subnet => new NetworkSubnet
        {
            Subnet = subnet.Text,
            IPRange = ranges[subnet.Text].FirstOrDefault(),
            Gateway = gateways[subnet.Text].FirstOrDefault(),
            AuxiliaryAddresses = KeyValues.Parse([.. auxiliary[subnet.Text]]),
        })];
    }

    private static ILookup<string, string> Sorted((string Text, IPNetwork Network)[] subnets, string[] words, string what, Func<string, string> addressOf) => words.ToLookup(word =>
        IPAddress.TryParse(addressOf(word), out var address) && Array.Find(subnets, subnet => subnet.Network.Contains(address)) is { Text: { } holder } ? holder
        : throw Invalid($"no matching subnet for {what} {word}"));

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
