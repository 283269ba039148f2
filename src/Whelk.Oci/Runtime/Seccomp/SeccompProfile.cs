using System.Text.Json;
using System.Text.Json.Serialization;
using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>A seccomp profile in Docker's format: rules that depend on capabilities, architecture and kernel. What it holds is as it was written, nulls and all.</summary>
public sealed record SeccompProfile
{
    /// <summary>The longest text that is read; Docker's own profile has a hundredth of it.</summary>
    public const int LongestText = 1 << 20;

    public string? DefaultAction { get; init; }

    public uint? DefaultErrnoRet { get; init; }

    /// <summary>Not together with <see cref="ArchMap"/>.</summary>
    public IReadOnlyList<string?>? Architectures { get; init; }

    public IReadOnlyList<SeccompArchitecture?>? ArchMap { get; init; }

    public IReadOnlyList<string?>? Flags { get; init; }

    public string? ListenerPath { get; init; }

    public string? ListenerMetadata { get; init; }

    [JsonPropertyName("syscalls")]
    public IReadOnlyList<SeccompRule?>? Rules { get; init; }

    /// <summary>Reads a profile as Docker does: the names of members in any case, unknown ones ignored; null is one that filters nothing.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static SeccompProfile Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > LongestText)
        {
            throw Failed($"it is longer than {LongestText} bytes", null);
        }

        try
        {
            var profile = JsonSerializer.Deserialize(json, SeccompJson.Default.SeccompProfile) ?? new SeccompProfile();
            foreach (var version in (profile.Rules ?? []).SelectMany(rule => new[] { rule?.Includes?.MinKernel, rule?.Excludes?.MinKernel }))
            {
                _ = SeccompKernel.Parse(version);
            }

            return profile;
        }
        catch (JsonException exception)
        {
            throw Failed(exception.Message, exception);
        }
    }

    private static WhelkException Failed(string reason, Exception? cause) => new(ErrorCode.InvalidArgument, $"Decoding seccomp profile failed: {reason}", cause);
}
