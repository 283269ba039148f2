using System.Text.Json;
using System.Text.Json.Serialization;
using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>A seccomp profile in Docker's format: rules that depend on capabilities, architecture and kernel.</summary>
public sealed record SeccompProfile
{
    public string? DefaultAction { get; init; }

    public uint? DefaultErrnoRet { get; init; }

    /// <summary>Not together with <see cref="ArchMap"/>.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    public IReadOnlyList<SeccompArchitecture>? ArchMap { get; init; }

    public IReadOnlyList<string>? Flags { get; init; }

    public string? ListenerPath { get; init; }

    public string? ListenerMetadata { get; init; }

    [JsonPropertyName("syscalls")]
    public IReadOnlyList<SeccompRule>? Rules { get; init; }

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static SeccompProfile Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OciJson.Default.SeccompProfile)
                ?? throw new WhelkException(ErrorCode.InvalidArgument, "decoding seccomp profile failed: it is null");
        }
        catch (JsonException e)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"decoding seccomp profile failed: {e.Message}", e);
        }
    }
}
