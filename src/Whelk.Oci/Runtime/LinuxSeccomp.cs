namespace Whelk.Oci.Runtime;

/// <summary>A filter of system calls.</summary>
public sealed record LinuxSeccomp
{
    public required string DefaultAction { get; init; }

    public uint? DefaultErrnoRet { get; init; }

    public IReadOnlyList<string>? Architectures { get; init; }

    public IReadOnlyList<string>? Flags { get; init; }

    public string? ListenerPath { get; init; }

    public string? ListenerMetadata { get; init; }

    public IReadOnlyList<LinuxSyscall>? Syscalls { get; init; }
}
