namespace Whelk.Advice.Compare;

/// <summary>What an instance with the user's command was seen to use. Null: not to be seen.</summary>
internal sealed record Observation
{
    /// <summary>Entrypoint and command together.</summary>
    internal required IReadOnlyList<string> Command { get; init; }

    internal (long Bytes, string Measured)? Memory { get; init; }

    /// <summary>Null where the command had ended before.</summary>
    internal double? IdleCpuPercent { get; init; }

    internal long? DiskBytes { get; init; }

    /// <summary>Null for a command that was still running.</summary>
    internal int? ExitCode { get; init; }
}
