using Microsoft.Win32.SafeHandles;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Runtimes;

/// <summary>A runtime that Whelk knows, with what the engine must know of it as values, so that nothing asks which one it is.</summary>
public sealed record RuntimeRecord
{
    /// <summary>The name users write: crun, runc, whelk-vm.</summary>
    public required string Name { get; init; }

    /// <summary>The isolation it gives: "container" or "vm".</summary>
    public required string Isolation { get; init; }

    /// <summary>Its executable, or null where none was found.</summary>
    public required string? Path { get; init; }

    /// <summary>
    /// Whether each call of it begins by making a copy of itself that a workload cannot change (CVE-2019-5736) and running that, unless it is run from a sealed one already.
    /// </summary>
    public bool SealsItself { get; init; }

    /// <summary>Such a copy, made once of the executable that was tried; null where there is none.</summary>
    internal SafeFileHandle? SealedCopy { get; init; }

    /// <summary>How it takes the root file system.</summary>
    public required RootForm Root { get; init; }

    /// <summary>
    /// Its own command for looking into a workload from inside, where the workload's files and processes are not the host's: the host has them
    /// neither mounted nor in its table. Null where they are.
    /// </summary>
    public string? InsideCommand { get; init; }

    /// <summary>Whether its workloads run on the host's kernel: then they have of capabilities and devices what the host has, and of kernel parameters those of their namespaces.</summary>
    public bool SharesKernel { get; init; } = true;

    /// <summary>Whether the process of an exec is put into a control group of the host's.</summary>
    public bool GroupsExecs { get; init; } = true;

    /// <summary>What of HostConfig it cannot carry out by its nature: the field's name, and why.</summary>
    public IReadOnlyDictionary<string, string> Refuses { get; init; } = new Dictionary<string, string>();

    /// <summary>What of an update of a workload that runs holds from its next start alone: the field's name, and what to say of it.</summary>
    public IReadOnlyDictionary<string, string> LaterUpdates { get; init; } = new Dictionary<string, string>();

    /// <summary>What `uname -r` says in its workloads where they have a kernel of their own and it is known; null else.</summary>
    public string? OwnKernel { get; init; }

    /// <summary>The version of its workloads' kernel, which rules of seccomp profiles may ask for; this host's where no other is known.</summary>
    internal System.Version Kernel => System.Version.TryParse(OwnKernel?.Split('-', '+')[0], out var own) ? own : Environment.OSVersion.Version;

    /// <summary>Every capability that a workload can have.</summary>
    internal IReadOnlyList<string> Capabilities => SharesKernel ? CapabilityNames.Of(CurrentProcess.Capabilities()) : CapabilityNames.All;

    /// <summary>The file in a workload's folder below its state that says that the workload ran out of a memory which is not a control group's; null where there is none.</summary>
    public string? OutOfMemoryFile { get; init; }

    /// <summary>The file beside it that says, in a line, why the workload was lost with its machine; null where there is none.</summary>
    public string? FaultFile { get; init; }

    /// <summary>Why its workloads cannot be in the network namespace of the host or of another workload; null where they can.</summary>
    public string? NetworkSharingRefusal { get; init; }

    /// <summary>The command that tells it, with the workload's id, that the interfaces of the workload's network namespace are others; null where the workload sees them itself.</summary>
    public string? NetworkCommand { get; init; }

    /// <summary>
    /// The command that tells, with the workload's id, what the workload uses of memory and tasks, where the control group on the host has more in it than the workload (a
    /// <see cref="ReportedUse"/>). Null where that is the workload's alone.
    /// </summary>
    public string? UseCommand { get; init; }

    /// <summary>
    /// The arguments of a process of its own that lets its workloads start faster while it runs, made ready when a workload first needs it; it says a line on its standard output when
    /// it is, and ends with its standard input. Null where there is none.
    /// </summary>
    public IReadOnlyList<string>? KeeperCommand { get; init; }

    /// <summary>The ways in which its workloads can start, the slowest first, as it takes them in an annotation; empty where all start alike.</summary>
    public IReadOnlyList<StartWay> StartWays { get; init; } = [];

    /// <summary>
    /// The annotation in which it takes linux.seccomp as a program (base64) beside the section: a known profile need not be compiled for every start. Null where it compiles
    /// the section each time.
    /// </summary>
    public string? SeccompAnnotation { get; init; }

    /// <summary>A mount to hide from it on this host; null for none.</summary>
    public string? HiddenMount { get; init; }

    /// <summary>What to install where the executable is missing.</summary>
    public required string Package { get; init; }

    /// <summary>What it runs workloads on, beyond the kernel: the accelerator of VMs; null where there is none.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Why this accelerator, in the runtime's own words.</summary>
    public string? AcceleratorReason { get; init; }

    /// <summary>What it is built upon here and found by its own check, each with its version.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>What its own check found to work less well than it could.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What a user must have for it, as `compare` shows it under portability.</summary>
    public required IReadOnlyList<string> HostNeeds { get; init; }

    /// <summary>The arguments of its own check of the host, which answers with a <see cref="RuntimeReport"/>; null for a runtime that is tried by running a container.</summary>
    public IReadOnlyList<string>? SelfCheck { get; init; }

    /// <summary>Null when it was tried on this host and works; else why it is not used.</summary>
    public string? Refusal { get; init; }

    /// <summary>Its version line; null where it gave none.</summary>
    public string? Version { get; init; }

    /// <summary>How to call it, with its state under this folder.</summary>
    public RuntimeInvocation Invocation(string stateRoot) => new()
    {
        Name = Name,
        Path = Path!,
        SealedCopy = SealedCopy is { } copy ? MemoryFile.PathOf(copy) : null,
        StateRoot = System.IO.Path.Combine(stateRoot, Name),
        HiddenMount = HiddenMount,
        OutOfMemoryFile = OutOfMemoryFile,
        FaultFile = FaultFile,
    };
}
