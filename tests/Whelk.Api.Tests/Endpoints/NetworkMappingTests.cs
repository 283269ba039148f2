using System.Text.Json;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class NetworkMappingTests
{
    [Fact]
    public void Request_with_nulls_is_read_as_docker_reads_it()
    {
        var request = JsonSerializer.Deserialize("""{"Name":"x","IPAM":{"Config":[null,{"Subnet":"10.0.0.0/24","AuxiliaryAddresses":{"a":null}}]},"Labels":{"l":null}}""", ApiJson.Default.NetworkCreateRequest)!;

        var asked = NetworkMapping.ToRequest(request);

        var range = Assert.Single(asked.Ranges);
        Assert.Equal(("10.0.0.0/24", string.Empty, string.Empty), (range.Subnet, range.Auxiliary["a"], asked.Labels["l"]));
    }
}
