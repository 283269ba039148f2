using System.Runtime.InteropServices;

namespace Whelk.Linux.Processes;

/// <summary>How a child process is started.</summary>
public sealed record SpawnOptions
{
    /// <summary>The executable's path; never searched in PATH.</summary>
    public required string Path { get; init; }

    /// <summary>The arguments after argv[0].</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>argv[0]; the path where null.</summary>
    public string? Name { get; init; }

    /// <summary>The environment as NAME=value; null passes this process's own.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>The folder it starts in; null is this process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Standard input; null is /dev/null.</summary>
    public SafeHandle? StandardInput { get; init; }

    /// <summary>Standard output; null is /dev/null.</summary>
    public SafeHandle? StandardOutput { get; init; }

    /// <summary>Standard error; null is /dev/null.</summary>
    public SafeHandle? StandardError { get; init; }

    /// <summary>Further descriptors the child gets, by the number it sees them under (3 and up).</summary>
    public IReadOnlyDictionary<int, SafeHandle>? Descriptors { get; init; }

    /// <summary>Whether it leads a session of its own (setsid).</summary>
    public bool NewSession { get; init; }
}
