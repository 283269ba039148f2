using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record ExecCreateRequest
{
    public string? User { get; init; }

    public bool Privileged { get; init; }

    public bool Tty { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    [JsonConverter(typeof(Words))]
    public IReadOnlyList<string>? Cmd { get; init; }

    public string? WorkingDir { get; init; }

    public string? DetachKeys { get; init; }

    /// <summary>Rows and columns of its terminal.</summary>
    public IReadOnlyList<ushort>? ConsoleSize { get; init; }
}
