using System.Text;
using Microsoft.AspNetCore.Http;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Http;

public sealed class ApiRouterTests
{
    private readonly ApiRouter _router = new(
    [
        new("GET", "/_ping", call => call.TextAsync("OK", withBody: true)),
        new("HEAD", "/_ping", call => call.TextAsync("OK", withBody: false)),
        new("GET", "/containers/{id}/json", call => throw new WhelkException(ErrorCode.NotFound, $"No such container: {call[0]}")),
        new("POST", "/containers/create", async call => await call.JsonAsync(new IdResponse((await call.ReadAsync(ApiJson.Default.ContainerCreateRequest)).Image!), ApiJson.Default.IdResponse, 201)),
        new("GET", "/fault", _ => throw new InvalidOperationException("ours")),
        new("GET", "/full", _ => throw new IOException("No space left on device : /x", 28)),
    ]);

    [Theory]
    [InlineData("GET", "/_ping", 200, "OK")]
    [InlineData("GET", "/v1.45/_ping", 200, "OK")]
    [InlineData("HEAD", "/_ping", 200, "")]
    [InlineData("GET", "/v1.24/containers/x%2Fy/json", 404, "{\"message\":\"No such container: x/y\"}")]
    [InlineData("GET", "/v1.99/_ping", 400, "{\"message\":\"client version 1.99 is too new. Maximum supported API version is 1.45\"}")]
    [InlineData("GET", "/nowhere", 404, "{\"message\":\"page not found\"}")]
    [InlineData("GET", "/v1.45/plugins", 501, "{\"message\":\"plugins are not supported by this version of whelk: volumes and networks are built in\"}")]
    [InlineData("DELETE", "/_ping", 404, "{\"message\":\"page not found\"}")]
    [InlineData("GET", "/fault", 500, "{\"message\":\"internal error: ours\"}")]
    [InlineData("GET", "/full", 500, "{\"message\":\"no space left on device : /x\"}")]
    public async Task Request_is_answered_by_its_route_or_in_dockers_shape_of_an_error(string method, string path, int status, string body)
    {
        var (context, answer) = await AskAsync(method, path, string.Empty);

        Assert.Equal((status, body), (context.Response.StatusCode, answer));
        Assert.Equal(("1.45", "linux"), (context.Response.Headers["Api-Version"].ToString(), context.Response.Headers["Ostype"].ToString()));
    }

    [Theory]
    [InlineData("not JSON", "{")]
    [InlineData("a list", "[]")]
    [InlineData("null", "null")]
    [InlineData("nothing", "")]
    [InlineData("a number where text is wanted", "{\"Image\":1}")]
    [InlineData("an object where a list is wanted", "{\"Image\":\"x\",\"Cmd\":{}}")]
    [InlineData("a number in a list of texts", "{\"Image\":\"x\",\"Cmd\":[1]}")]
    [InlineData("an end within a list", "{\"Image\":\"x\",\"Cmd\":[\"a\"")]
    [InlineData("a number that is too big", "{\"Image\":\"x\",\"HostConfig\":{\"Memory\":99999999999999999999}}")]
    [InlineData("more depth than anybody needs", "{\"HostConfig\":{\"Mounts\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}")]
    public async Task Body_that_is_not_what_was_asked_is_a_bad_request(string trick, string body)
    {
        var (context, answer) = await AskAsync("POST", "/containers/create", body);

        Assert.True(context.Response.StatusCode == 400, $"{trick}: {answer}");
        Assert.StartsWith("{\"message\":\"invalid JSON: ", answer);
    }

    [Fact]
    public async Task Body_that_announces_too_much_is_refused_unread()
    {
        var (context, answer) = await AskAsync("POST", "/containers/create", "{}", request => request.ContentLength = 9 << 20);

        Assert.Equal((400, "{\"message\":\"request body too large\"}"), (context.Response.StatusCode, answer));
    }

    private async Task<(HttpContext Context, string Answer)> AskAsync(string method, string path, string body, Action<HttpRequest>? change = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = PathString.FromUriComponent(path);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var answer = new MemoryStream();
        context.Response.Body = answer;
        change?.Invoke(context.Request);
        await _router.HandleAsync(context);
        return (context, Encoding.UTF8.GetString(answer.ToArray()));
    }
}
