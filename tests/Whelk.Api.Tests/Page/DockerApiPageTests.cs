using System.Text;
using Whelk.Api.Endpoints;
using Whelk.Api.Hijacking;
using Whelk.Api.Http;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Api.Tests.Page;

/// <summary>docs/docker-api.md, the endpoints of the version that it speaks of (v1.45.endpoints beside this file), and what the daemon answers, agree.</summary>
public sealed class DockerApiPageTests
{
    // Routes are made of an engine and are only called with one.
    private static readonly IReadOnlyList<ApiRoute> Routes = ApiRoutes.Of(null!, null!, CancellationToken.None);

    public static TheoryData<string> Endpoints => [.. PageRow.All.Select(row => row.Endpoint)];

    [Fact]
    public void Every_endpoint_of_the_version_stands_on_the_page_once()
    {
        var version = File.ReadLines(Checkout.File("tests/Whelk.Api.Tests/Page/v1.45.endpoints")).Where(line => line[0] != '#').Select(PageRow.Unnamed);

        Assert.Equal([], version.Except(PageRow.All.Select(row => row.Endpoint)));
        Assert.Equal([], PageRow.All.CountBy(row => row.Endpoint).Where(count => count.Value > 1).Select(count => count.Key));
    }

    [Fact]
    public void Every_route_of_the_daemon_stands_on_the_page()
    {
        var routes = Routes.Select(route => PageRow.Unnamed($"{route.Method} {route.Pattern}"));

        Assert.Equal([], routes.Except(PageRow.All.Select(row => row.Endpoint)));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Endpoint_is_answered_as_its_row_says(string endpoint)
    {
        var row = PageRow.All.Single(row => row.Endpoint == endpoint);
        var refusal = Record.Exception(() => RefusedEndpoints.Refuse(row.Method, ApiPath.Segments(row.Example)));

        if (row.Verdict == "refused")
        {
            Assert.False(IsServed(row), "it has a route");
            Assert.Equal(ErrorCode.Unsupported, Assert.IsType<WhelkException>(refusal).Code);
        }
        else
        {
            Assert.True(IsServed(row), "it has no route");
        }

        Assert.True(row.Verdict == "done" || row.Note.Length > 0, "the reason, or what to use instead, is missing");
    }

    private static bool IsServed(PageRow row) => Routes.Any(route => route.Method == row.Method && route.Match(ApiPath.Segments(row.Example)) is not null) || IsTakenOver(row);

    private static bool IsTakenOver(PageRow row)
    {
        var head = RequestHead.TryParse(Encoding.ASCII.GetBytes($"{row.Method} {row.Example} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        return new StreamHijackHandler(null!).Route(head!) is not null;
    }
}
