using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Seccomp;

/// <summary>A filter of system calls in the making, by libseccomp; the calls of an architecture that it does not know kill the process.</summary>
public sealed class SeccompFilter : IDisposable
{
    /// <summary>The most instructions that the kernel takes (BPF_MAXINSNS), in bytes.</summary>
    public const int ProgramLimit = 4096 * InstructionSize;

    private const int InstructionSize = 8;
    private const int UnknownCall = -1;
    private const int BinaryTree = 2;

    private readonly SeccompContext _context;

    private SeccompFilter(SeccompContext context) => _context = context;

    /// <summary>A filter for this machine's architecture that does this with every call; the caller disposes it.</summary>
    /// <param name="defaultAction">From <see cref="SeccompNames.Action"/>.</param>
    /// <param name="sorted">Whether the calls are found by a binary tree instead of one after the other. Not for a filter without rules.</param>
    /// <exception cref="WhelkException">Unavailable: libseccomp is not installed.</exception>
    public static SeccompFilter Create(uint defaultAction, bool sorted)
    {
        try
        {
            var context = new SeccompContext(LibSeccomp.seccomp_init(defaultAction));
            if (context.IsInvalid)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"seccomp_init: the default action {defaultAction:x} was refused");
            }

            // A libseccomp before 2.5 does not know the attribute, and needs it less than its rules.
            _ = sorted ? LibSeccomp.seccomp_attr_set(context, LibSeccomp.OptimizeAttribute, BinaryTree) : 0;
            return new SeccompFilter(context);
        }
        catch (DllNotFoundException exception)
        {
            throw new WhelkException(ErrorCode.Unavailable, "libseccomp.so.2 is missing: the seccomp profile cannot be applied; install the package libseccomp2", exception);
        }
    }

    /// <summary>Filters an architecture too, as "SCMP_ARCH_X86". Idempotent.</summary>
    /// <exception cref="WhelkException">libseccomp does not know it, or cannot put it into one filter with this machine's.</exception>
    public void AddArchitecture(string name)
    {
        var result = LibSeccomp.seccomp_arch_add(_context, TokenOf(name));
        Check(result == -(int)Errno.EEXIST ? 0 : result, "seccomp_arch_add", name);
    }

    /// <summary>The call's number in an architecture, as "SCMP_ARCH_X86"; null where it has none there, or libseccomp does not know it.</summary>
    /// <exception cref="WhelkException">libseccomp does not know the architecture.</exception>
    public static uint? NumberOf(string architecture, string call) =>
        LibSeccomp.seccomp_syscall_resolve_name_arch(TokenOf(architecture), call) is var number and >= 0 ? (uint)number : null;

    /// <summary>
    /// Does this with a call where every condition holds. Several conditions on one argument are a rule each instead (any of them may hold),
    /// as in runc and crun. The action must not be the default one.
    /// </summary>
    /// <returns>False where libseccomp does not know the call: a profile names those of all kernels.</returns>
    /// <exception cref="WhelkException">libseccomp refuses the rule.</exception>
    public bool TryAddRule(string call, uint action, ReadOnlySpan<SeccompCondition> conditions)
    {
        var number = LibSeccomp.seccomp_syscall_resolve_name(call);
        if (number == UnknownCall)
        {
            return false;
        }

        if (!HasRepeatedArgument(conditions))
        {
            Add(call, number, action, conditions);
            return true;
        }

        foreach (var condition in conditions)
        {
            Add(call, number, action, [condition]);
        }

        return true;
    }

    /// <summary>The filter as a program for the kernel: instructions of eight bytes (struct sock_filter).</summary>
    /// <exception cref="WhelkException">It is longer than the kernel takes.</exception>
    public byte[] Compile()
    {
        using var file = MemoryFile.Create("seccomp");
        Check(LibSeccomp.seccomp_export_bpf(_context, file), "seccomp_export_bpf", string.Empty);
        var program = new byte[RandomAccess.GetLength(file)];
        if (program.Length > ProgramLimit)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"seccomp: the profile makes {program.Length / InstructionSize} instructions, and the kernel takes {ProgramLimit / InstructionSize}");
        }

        _ = RandomAccess.Read(file, program, 0);
        return program;
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    private static uint TokenOf(string architecture)
    {
        const string prefix = "SCMP_ARCH_";
        var name = architecture.StartsWith(prefix, StringComparison.Ordinal) ? architecture[prefix.Length..] : architecture;
        return LibSeccomp.seccomp_arch_resolve_name(name.ToLowerInvariant()) is var token and not 0 ? token
            : throw new WhelkException(ErrorCode.InvalidArgument, $"seccomp: unknown architecture \"{architecture}\"");
    }

    private static bool HasRepeatedArgument(ReadOnlySpan<SeccompCondition> conditions)
    {
        var seen = 0UL;
        var repeated = false;
        foreach (var condition in conditions)
        {
            var bit = 1UL << (int)(condition.Argument & 63);
            repeated |= (seen & bit) != 0;
            seen |= bit;
        }

        return repeated;
    }

    private unsafe void Add(string call, int number, uint action, ReadOnlySpan<SeccompCondition> conditions)
    {
        // SAFETY: the span is pinned for the call and its length is passed; libseccomp copies what it keeps.
        fixed (SeccompCondition* first = conditions)
        {
            Check(LibSeccomp.seccomp_rule_add_array(_context, action, number, (uint)conditions.Length, first), "seccomp_rule_add", call);
        }
    }

    // libseccomp returns the error number itself, negative.
    private static void Check(int result, string call, string subject) => SyscallResult.CheckReturned(result < 0 ? -result : 0, call, subject);
}
