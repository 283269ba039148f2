using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Errors;

namespace Whelk.Api.Registries;

/// <summary>POST /auth: asks a registry whether it takes these credentials. Nothing is kept of them, and nothing of the client: logins are rare.</summary>
internal static class RegistryLogin
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    internal static async Task SendAsync(ApiCall call)
    {
        await CheckAsync(await call.ReadAsync(ApiJson.Default.AuthRequest), call.Gone);
        await call.JsonAsync(new AuthResponse("Login Succeeded", string.Empty), ApiJson.Default.AuthResponse);
    }

    /// <exception cref="WhelkException">Unauthenticated, in Docker's words; Unavailable: the registry cannot be reached.</exception>
    internal static async Task CheckAsync(AuthRequest request, CancellationToken cancellationToken)
    {
        if (request.IdentityToken is { Length: > 0 })
        {
            throw new WhelkException(ErrorCode.Unsupported, "not supported by this version of whelk: IdentityToken");
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = Bound, MaxResponseContentBufferSize = LongestAnswer };
        var credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{request.Username}:{request.Password}")));
        var addresses = RegistryAddress.Of(request.ServerAddress);
        foreach (var address in addresses)
        {
            try
            {
                await CheckAsync(client, address, request.Username ?? string.Empty, credentials, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (address == addresses[^1])
                {
                    throw new WhelkException(ErrorCode.Unavailable, $"Get \"{address}\": {exception.Message}", exception);
                }
            }
        }
    }

    private static async Task CheckAsync(HttpClient client, Uri address, string user, AuthenticationHeaderValue credentials, CancellationToken cancellationToken)
    {
        using var first = await client.GetAsync(address, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
        {
            Demand(first, address);
            return;
        }

        var challenge = RegistryChallenge.In(first.Headers.WwwAuthenticate)
            ?? throw new WhelkException(ErrorCode.Unsupported, $"login attempt to {address} failed: the registry asks for credentials in an unknown way");
        var proof = challenge.Realm is { } realm ? await TokenAsync(client, address, realm, challenge.Service, user, credentials, cancellationToken) : credentials;
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = proof } };
        using var answer = await client.SendAsync(request, cancellationToken);
        Demand(answer, address);
    }

    private static async Task<AuthenticationHeaderValue> TokenAsync(
        HttpClient client, Uri registry, Uri realm, string service, string user, AuthenticationHeaderValue credentials, CancellationToken cancellationToken)
    {
        // A registry that is asked over TLS may not send the credentials on without it.
        if (registry.Scheme == Uri.UriSchemeHttps && realm.Scheme != Uri.UriSchemeHttps)
        {
            throw new WhelkException(ErrorCode.Denied, $"{registry} wants the credentials sent to {realm} in the clear");
        }

        var separator = realm.Query.Length > 0 ? '&' : '?';
        var address = $"{realm}{separator}account={Uri.EscapeDataString(user)}&client_id=docker&offline_token=true&service={Uri.EscapeDataString(service)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = credentials } };
        using var answer = await client.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new WhelkException(ErrorCode.Unauthenticated, $"Get \"{registry}\": unauthorized: incorrect username or password");
        }

        Demand(answer, realm);
        return new AuthenticationHeaderValue("Bearer", TokenIn(await answer.Content.ReadAsByteArrayAsync(cancellationToken), registry));
    }

    private static string TokenIn(byte[] answer, Uri registry)
    {
        try
        {
            if (JsonSerializer.Deserialize(answer, ApiJson.Default.RegistryToken) is { } token && (token.Token ?? token.AccessToken) is { Length: > 0 } text)
            {
                return text;
            }
        }
        catch (JsonException)
        {
            // As good as none.
        }

        throw new WhelkException(ErrorCode.Corrupt, $"Get \"{registry}\": authorization server did not include a token in the response");
    }

    private static void Demand(HttpResponseMessage answer, Uri address)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new WhelkException(
                answer.StatusCode == HttpStatusCode.Unauthorized ? ErrorCode.Unauthenticated : ErrorCode.Unavailable,
                $"login attempt to {address} failed with status: {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
    }
}
