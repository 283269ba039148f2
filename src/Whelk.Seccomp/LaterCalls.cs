using System.Buffers.Binary;
using Whelk.Linux.Seccomp;
using Whelk.Oci.Runtime;

namespace Whelk.Seccomp;

/// <summary>
/// Calls that came after the last that a section names have ENOSYS instead of what it refuses with, as runc has it (libcontainer/seccomp/patchbpf): a program that tries a new
/// call falls back to an old one when it is told that there is none, not when it is told that it may not. libseccomp cannot say so; these instructions go before its own.
/// </summary>
internal static class LaterCalls
{
    private const uint AUDIT_ARCH_I386 = 0x40000003;
    private const uint AUDIT_ARCH_X86_64 = 0xc000003e;
    private const uint X32_SYSCALL_BIT = 0x40000000;
    private const uint ENOSYS = 38;

    private const ushort LoadWord = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpGreater = 0x25;
    private const ushort JumpGreaterOrEqual = 0x35;
    private const ushort Return = 0x06;

    private const uint OffsetOfNumber = 0;
    private const uint OffsetOfArchitecture = 4;

    /// <summary>The instructions; none where the section allows what it does not name, or has ENOSYS for it itself.</summary>
    internal static byte[] Of(LinuxSeccomp section) =>
        section.DefaultAction is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" or "SCMP_ACT_TRACE" || section.DefaultErrnoRet == ENOSYS ? []
            : [.. (section.Architectures ?? []).Distinct().SelectMany(architecture => PartOf(architecture, section))];

    private static byte[] PartOf(string architecture, LinuxSeccomp section)
    {
        var last = (section.Syscalls ?? []).SelectMany(call => call.Names).Max(name => SeccompFilter.NumberOf(architecture, name));
        return last is not { } number ? [] : architecture switch
        {
            "SCMP_ARCH_X86" => Part(AUDIT_ARCH_I386, number, hasBit: null),
            "SCMP_ARCH_X86_64" => Part(AUDIT_ARCH_X86_64, number, hasBit: false),
            "SCMP_ARCH_X32" => Part(AUDIT_ARCH_X86_64, number, hasBit: true),
            _ => [],
        };
    }

    // What does not concern the part jumps behind its end. The two ABIs of one architecture are told apart by a bit of the number.
    private static byte[] Part(uint architecture, uint last, bool? hasBit) =>
    [
        .. Instruction(LoadWord, OffsetOfArchitecture),
        .. Instruction(JumpEqual, architecture, otherwise: hasBit is null ? (byte)3 : (byte)4),
        .. Instruction(LoadWord, OffsetOfNumber),
        .. hasBit is not { } bit ? [] : Instruction(JumpGreaterOrEqual, X32_SYSCALL_BIT, then: bit ? (byte)0 : (byte)2, otherwise: bit ? (byte)2 : (byte)0),
        .. Instruction(JumpGreater, last, otherwise: 1),
        .. Instruction(Return, SeccompNames.Action("SCMP_ACT_ERRNO", ENOSYS)),
    ];

    // struct sock_filter.
    private static byte[] Instruction(ushort code, uint operand, byte then = 0, byte otherwise = 0)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, code);
        (bytes[2], bytes[3]) = (then, otherwise);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), operand);
        return bytes;
    }
}
