using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>One value of --network: a name, or Docker's long form name=…,alias=…,ip=….</summary>
internal sealed record NetworkSpec(string Name, EndpointConfig? Config)
{
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static NetworkSpec Parse(string text) => text.Contains('=', StringComparison.Ordinal) ? ParseLong(text) : new NetworkSpec(text, null);

    private static NetworkSpec ParseLong(string text)
    {
        var fields = text.Split(',').Select(field => field.Split('=', 2)).ToArray();
        if (Array.Find(fields, field => field.Length < 2 || field[0] is not ("name" or "alias" or "ip" or "ip6" or "mac-address" or "driver-opt")) is { } bad)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, bad.Length < 2 ? $"invalid field {bad[0]}" : $"invalid field key {bad[0]}");
        }

        string[] All(string key) => [.. fields.Where(field => field[0] == key).Select(field => field[1])];
        var (ip, ip6) = (All("ip").LastOrDefault(), All("ip6").LastOrDefault());
        return new NetworkSpec(
            All("name").LastOrDefault() ?? throw new WhelkException(ErrorCode.InvalidArgument, "network name/id is not specified"),
            new EndpointConfig
            {
                Aliases = All("alias") is { Length: > 0 } aliases ? aliases : null,
                MacAddress = All("mac-address").LastOrDefault(),
                IPAMConfig = ip is null && ip6 is null ? null : new EndpointAddresses(ip, ip6),
                DriverOpts = KeyValues.Parse(All("driver-opt")),
            });
    }
}
