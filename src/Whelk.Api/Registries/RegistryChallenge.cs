using System.Net.Http.Headers;

namespace Whelk.Api.Registries;

/// <summary>How a registry wants to be asked: with the credentials themselves, or with a token that its realm gives for them.</summary>
/// <param name="Realm">Null where it wants the credentials themselves.</param>
/// <param name="Service">What the token is for.</param>
internal sealed record RegistryChallenge(Uri? Realm, string Service)
{
    /// <summary>Null where the answer has none that is known.</summary>
    internal static RegistryChallenge? In(HttpHeaderValueCollection<AuthenticationHeaderValue> offered)
    {
        foreach (var challenge in offered)
        {
            if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            {
                return new RegistryChallenge(null, string.Empty);
            }

            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(Parameter(challenge, "realm"), UriKind.Absolute, out var realm))
            {
                return new RegistryChallenge(realm, Parameter(challenge, "service"));
            }
        }

        return null;
    }

    private static string Parameter(AuthenticationHeaderValue challenge, string name)
    {
        var words = (challenge.Parameter ?? string.Empty).Split(',', StringSplitOptions.TrimEntries);
        return words.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim('"') ?? string.Empty;
    }
}
