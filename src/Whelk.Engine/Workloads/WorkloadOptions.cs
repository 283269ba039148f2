using Whelk.Engine.Networks;
using Whelk.Oci.Images;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Workloads;

/// <summary>What was asked for in a create request, before it is checked against image and host.</summary>
public sealed record WorkloadOptions
{
    public string? Name { get; init; }

    public required string Image { get; init; }

    public string? Hostname { get; init; }

    public string? Domainname { get; init; }

    public string? User { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? WorkingDir { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public bool Tty { get; init; }

    /// <summary>Of its terminal at first; null for none.</summary>
    public ConsoleSize? ConsoleSize { get; init; }

    public bool OpenStdin { get; init; }

    public bool StdinOnce { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public string? StopSignal { get; init; }

    public int? StopTimeout { get; init; }

    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>As the request has it; null leaves it to the image.</summary>
    public ImageHealthcheck? Healthcheck { get; init; }

    /// <summary>Places that get a volume of their own.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The networks asked for, each under the name or id that was used; the mode's network comes first in any case.</summary>
    public IReadOnlyList<NetworkAttachment> Networks { get; init; } = [];

    /// <summary>On the mode's network; empty for any.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Whether it is to have a loopback interface alone.</summary>
    public bool NetworkDisabled { get; init; }

    /// <summary>Kept for inspect; builds use it.</summary>
    public IReadOnlyList<string>? Shell { get; init; }

    public HostOptions Host { get; init; } = new();

    /// <summary>The name of the one of its runtime's <see cref="Runtimes.RuntimeRecord.StartWays"/> in which alone it may start; null for any. No client asks for it.</summary>
    public string? StartWay { get; init; }

    public EchoedOptions? Echoed { get; init; }
}
