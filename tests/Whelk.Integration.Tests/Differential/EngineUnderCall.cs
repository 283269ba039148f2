using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Differential;

/// <summary>One of the two engines: carries out calls, remembers what they captured, and takes what differs from run to run out of its answers.</summary>
internal sealed class EngineUnderCall(string socket, string root, string archives) : IDisposable
{
    private readonly Dictionary<string, string> _captured = [];
    private readonly HttpClient _http = EngineSocket.Client(socket);

    /// <summary>Carries out a call; an answer that does not end in time is a failure of the test.</summary>
    internal async Task<Answer> DoAsync(Call call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), $"/v1.45{Filled(call.Target)}");
        if (call.Target.StartsWith("//", StringComparison.Ordinal))
        {
            request.RequestUri = new Uri(Filled(call.Target)[1..], UriKind.Relative);
        }

        request.Content = ContentOf(call);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead);
            var text = await response.Content.ReadAsStringAsync();
            var answer = new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? string.Empty, text);
            Capture(call, answer);
            return answer;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            throw new InvalidOperationException($"{socket}: no answer to {call}", exception);
        }
    }

    /// <summary>A text of an answer without what may differ: identifiers, times, addresses, folders.</summary>
    internal string Normal(string text)
    {
        text = Volatile.WithoutPlaces(text.Replace(root, "<root>", StringComparison.Ordinal));
        foreach (var (name, value) in _captured)
        {
            text = text.Replace(value, $"<{name}>", StringComparison.Ordinal);
            text = value.Length == 64 ? text.Replace(value[..12], $"<{name}:12>", StringComparison.Ordinal) : text;
        }

        return Volatile.Replace(text);
    }

    public void Dispose() => _http.Dispose();

    private HttpContent? ContentOf(Call call)
    {
        if (call.Archive is { } file)
        {
            var content = new StreamContent(File.OpenRead(Path.Combine(archives, file)));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
            return content;
        }

        return call.Body is { } body ? new StringContent(Filled(body), Encoding.UTF8, "application/json") : null;
    }

    // {soon} is the time at which what has happened is past.
    private string Filled(string text)
    {
        text = text.Replace("{soon}", $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1}", StringComparison.Ordinal);
        foreach (var (name, value) in _captured)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    // Where one engine refuses what the other does, the calls that follow are about something that it does not know.
    private void Capture(Call call, Answer answer)
    {
        foreach (var (name, path) in call.Captures)
        {
            _captured[name] = answer.Json() is { } json && At(json, path.Split('.')) is { } value ? value : $"refused-{name}";
        }
    }

    private static string? At(JsonElement value, IReadOnlyList<string> path)
    {
        foreach (var part in path)
        {
            if (value.ValueKind == JsonValueKind.Array && int.Parse(part, CultureInfo.InvariantCulture) is var at && at < value.GetArrayLength())
            {
                value = value[at];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                return null;
            }
        }

        return value.ToString();
    }
}
