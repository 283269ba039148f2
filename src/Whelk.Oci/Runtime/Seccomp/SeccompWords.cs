using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>The words of a filter that runtimes know, checked before one is asked: what it refuses it would refuse at the start. In the words of runc.</summary>
internal static class SeccompWords
{
    /// <summary>Hands the call to a listener.</summary>
    internal const string Notify = "SCMP_ACT_NOTIFY";

    private const uint MostArguments = 6;

    private static readonly HashSet<string> Actions =
    [
        "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO", "SCMP_ACT_TRACE", "SCMP_ACT_ALLOW", "SCMP_ACT_LOG", Notify,
    ];

    private static readonly HashSet<string> Operators =
    [
        "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ",
    ];

    private static readonly HashSet<string> Architectures =
    [
        "SCMP_ARCH_X86", "SCMP_ARCH_X86_64", "SCMP_ARCH_X32", "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64", "SCMP_ARCH_MIPS", "SCMP_ARCH_MIPS64", "SCMP_ARCH_MIPS64N32",
        "SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PPC", "SCMP_ARCH_PPC64", "SCMP_ARCH_PPC64LE", "SCMP_ARCH_S390", "SCMP_ARCH_S390X",
        "SCMP_ARCH_RISCV64",
    ];

    private static readonly HashSet<string> Flags = ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW"];

    /// <summary>Whether an errno belongs to it; with any other it means nothing.</summary>
    internal static bool TakesErrno(string action) => action is "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE";

    internal static string DefaultAction(string? word) =>
        word == Notify ? throw Invalid($"{Notify} cannot be used as default action") : Action(word);

    internal static string Action(string? word) => Known(Actions, word, "action");

    internal static string Operator(string? word) => Known(Operators, word, "operator");

    internal static string Architecture(string? word) => Known(Architectures, word, "arch");

    internal static string Flag(string? word) => Known(Flags, word, "flag");

    internal static string Call(string? name) => string.IsNullOrEmpty(name) ? throw Invalid("empty string is not a valid syscall") : name;

    internal static uint Index(uint index, IReadOnlyList<string> calls) => index < MostArguments ? index
        : throw Invalid($"error creating seccomp syscall condition for syscall {calls[0]}: syscalls only have up to {MostArguments} arguments ({index} given)");

    private static string Known(HashSet<string> words, string? word, string kind) =>
        word is not null && words.Contains(word) ? word : throw Invalid($"string {word} is not a valid {kind} for seccomp");

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
