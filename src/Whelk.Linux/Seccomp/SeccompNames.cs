using Whelk.Errors;

namespace Whelk.Linux.Seccomp;

/// <summary>The OCI runtime specification's words for a filter (config-linux.md, "Seccomp") as the numbers of the kernel and of libseccomp.</summary>
public static class SeccompNames
{
    internal const uint SECCOMP_RET_KILL_PROCESS = 0x80000000;
    internal const uint SECCOMP_RET_KILL_THREAD = 0;
    internal const uint SECCOMP_RET_TRAP = 0x00030000;
    internal const uint SECCOMP_RET_ERRNO = 0x00050000;
    internal const uint SECCOMP_RET_TRACE = 0x7ff00000;
    internal const uint SECCOMP_RET_LOG = 0x7ffc0000;
    internal const uint SECCOMP_RET_ALLOW = 0x7fff0000;
    internal const uint SECCOMP_FILTER_FLAG_LOG = 2;
    internal const uint SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
    private const uint EPERM = 1;

    /// <summary>The action with its errno; EPERM where it takes one and has none, as in runc and crun.</summary>
    /// <exception cref="WhelkException">InvalidArgument: no such action, or an errno for one that takes none. Unsupported: SCMP_ACT_NOTIFY.</exception>
    public static uint Action(string name, uint? errno)
    {
        var takesErrno = name is "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE";
        if (errno is not null && !takesErrno)
        {
            throw Invalid($"errno value specified for action \"{name}\"");
        }

        var number = name switch
        {
            "SCMP_ACT_ALLOW" => SECCOMP_RET_ALLOW,
            "SCMP_ACT_ERRNO" => SECCOMP_RET_ERRNO,
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => SECCOMP_RET_KILL_THREAD,
            "SCMP_ACT_KILL_PROCESS" => SECCOMP_RET_KILL_PROCESS,
            "SCMP_ACT_LOG" => SECCOMP_RET_LOG,
            "SCMP_ACT_TRACE" => SECCOMP_RET_TRACE,
            "SCMP_ACT_TRAP" => SECCOMP_RET_TRAP,
            "SCMP_ACT_NOTIFY" => throw new WhelkException(ErrorCode.Unsupported, "seccomp: SCMP_ACT_NOTIFY: calls cannot be handed to a listener here"),
            _ => throw Invalid($"invalid action \"{name}\", cannot use in rule"),
        };
        return number | (takesErrno ? (errno ?? EPERM) & ushort.MaxValue : 0);
    }

    /// <exception cref="WhelkException">InvalidArgument: no such operator.</exception>
    public static SeccompOperator Operator(string name) => name switch
    {
        "SCMP_CMP_NE" => SeccompOperator.NotEqual,
        "SCMP_CMP_LT" => SeccompOperator.Less,
        "SCMP_CMP_LE" => SeccompOperator.LessOrEqual,
        "SCMP_CMP_EQ" => SeccompOperator.Equal,
        "SCMP_CMP_GE" => SeccompOperator.GreaterOrEqual,
        "SCMP_CMP_GT" => SeccompOperator.Greater,
        "SCMP_CMP_MASKED_EQ" => SeccompOperator.MaskedEqual,
        _ => throw Invalid($"invalid operator \"{name}\", cannot use in rule"),
    };

    /// <summary>The flags of seccomp(2); where none are given, that a filter does not slow the processor's speculation down, as in runc and crun.</summary>
    /// <exception cref="WhelkException">InvalidArgument: no such flag.</exception>
    public static uint Flags(IReadOnlyList<string>? names) =>
        names is null ? SECCOMP_FILTER_FLAG_SPEC_ALLOW : names.Aggregate(0u, static (flags, name) => flags | Flag(name));

    // TSYNC: a process that is about to run its program has one thread.
    private static uint Flag(string name) => name switch
    {
        "SECCOMP_FILTER_FLAG_TSYNC" => 0,
        "SECCOMP_FILTER_FLAG_LOG" => SECCOMP_FILTER_FLAG_LOG,
        "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => SECCOMP_FILTER_FLAG_SPEC_ALLOW,
        _ => throw Invalid($"flag \"{name}\" is not known"),
    };

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, $"seccomp: {message}");
}
