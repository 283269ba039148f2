using System.Net;
using System.Text;
using Whelk.Api.Registries;
using Whelk.Api.Wire;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Registries;

/// <summary>Against a registry of the test's own, on this machine and so without TLS.</summary>
public sealed class RegistryLoginTests : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _host;

    public RegistryLoginTests()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _listener.Prefixes.Add($"http://{_host}/");
        _listener.Start();
    }

    public void Dispose() => _listener.Close();

    [Theory]
    [InlineData("right", null)]
    [InlineData("wrong", ErrorCode.Unauthenticated)]
    public async Task CheckAsync_basic_credentials_are_asked_of_the_registry(string password, ErrorCode? expected)
    {
        Serve((request, response) => Answer(response, request.Headers["Authorization"] == Basic("me:right") ? 200 : 401, "Basic realm=\"r\"", string.Empty));

        await ExpectAsync(password, expected);
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("wrong", ErrorCode.Unauthenticated)]
    public async Task CheckAsync_token_is_fetched_with_the_credentials(string password, ErrorCode? expected)
    {
        Serve((request, response) =>
        {
            var authorization = request.Headers["Authorization"];
            if (request.Url!.AbsolutePath == "/token")
            {
                Answer(response, authorization == Basic("me:right") && request.Url.Query.Contains("service=s", StringComparison.Ordinal) ? 200 : 401, null, "{\"token\":\"t\"}");
            }
            else
            {
                Answer(response, authorization == "Bearer t" ? 200 : 401, $"Bearer realm=\"http://{_host}/token\",service=\"s\"", string.Empty);
            }
        });

        await ExpectAsync(password, expected);
    }

    [Theory]
    [InlineData("", "registry-1.docker.io https")]
    [InlineData("index.docker.io", "registry-1.docker.io https")]
    [InlineData("example.org:5000", "example.org:5000 https")]
    [InlineData("localhost:5000", "localhost:5000 https, localhost:5000 http")]
    public void Of_address_is_found_from_what_clients_write(string server, string expected)
    {
        Assert.Equal(expected, Places(server));
        Assert.Equal(expected, Places($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{server}/v1/"));
    }

    [Fact]
    public void Of_address_with_a_user_in_it_is_refused() => Assert.Throws<WhelkException>(() => RegistryAddress.Of("me@example.org"));

    private static string Places(string server) => string.Join(", ", RegistryAddress.Of(server).Select(address => $"{address.Authority} {address.Scheme}"));

    private async Task ExpectAsync(string password, ErrorCode? expected)
    {
        var checking = RegistryLogin.CheckAsync(new AuthRequest { Username = "me", Password = password, ServerAddress = _host }, CancellationToken.None);
        if (expected is null)
        {
            await checking;
        }
        else
        {
            Assert.Equal(expected, (await Assert.ThrowsAsync<WhelkException>(() => checking)).Code);
        }
    }

    private void Serve(Action<HttpListenerRequest, HttpListenerResponse> answer) => _ = Task.Run(async () =>
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                answer(context.Request, context.Response);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    });

    private static void Answer(HttpListenerResponse response, int status, string? challenge, string body)
    {
        response.StatusCode = status;
        if (challenge is not null)
        {
            response.AddHeader("WWW-Authenticate", challenge);
        }

        response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

    private static string Basic(string text) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";
}
