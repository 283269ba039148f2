using Whelk.Errors;
using Whelk.Linux.Seccomp;
using Whelk.Oci.Runtime;

namespace Whelk.Seccomp;

/// <summary>
/// linux.seccomp of the OCI runtime specification as the program that the kernel takes, for whoever cannot compile it (a guest without libseccomp)
/// or need not do so again for each start. The rules mean what they mean to crun and runc, and calls that
/// came later what they mean to runc.
/// </summary>
public static class SeccompProgram
{
    // As in runc: libseccomp up to 2.5.4 makes a wrong tree of no rules, and a short list is as good.
    private const int ManyCalls = 32;

    /// <summary>Refuses what <see cref="Compile"/> would, as far as that is seen without libseccomp.</summary>
    /// <exception cref="WhelkException">InvalidArgument: a word is none of the specification's. Unsupported: calls would be handed to a listener.</exception>
    public static void Validate(LinuxSeccomp section)
    {
        _ = SeccompNames.Action(section.DefaultAction, section.DefaultErrnoRet);
        _ = SeccompNames.Flags(section.Flags);
        foreach (var rule in section.Syscalls ?? [])
        {
            _ = SeccompNames.Action(rule.Action, rule.ErrnoRet);
            _ = ConditionsOf(rule);
        }
    }

    /// <summary>Instructions of eight bytes (struct sock_filter), for this machine's architecture and those that the section names.</summary>
    /// <exception cref="WhelkException">The section is invalid, libseccomp is missing, or the program is longer than the kernel takes.</exception>
    public static byte[] Compile(LinuxSeccomp section)
    {
        var action = SeccompNames.Action(section.DefaultAction, section.DefaultErrnoRet);
        var rules = section.Syscalls ?? [];
        using var filter = SeccompFilter.Create(action, sorted: rules.Sum(rule => rule.Names.Count) > ManyCalls);
        foreach (var architecture in section.Architectures ?? [])
        {
            filter.AddArchitecture(architecture);
        }

        foreach (var rule in rules)
        {
            AddRule(filter, rule, action);
        }

        byte[] program = [.. LaterCalls.Of(section), .. filter.Compile()];
        return program.Length <= SeccompFilter.ProgramLimit ? program : throw new WhelkException(ErrorCode.InvalidArgument, "seccomp: the profile makes more instructions than the kernel takes");
    }

    // libseccomp refuses a rule that says what happens anyway.
    private static void AddRule(SeccompFilter filter, LinuxSyscall rule, uint defaultAction)
    {
        var action = SeccompNames.Action(rule.Action, rule.ErrnoRet);
        var conditions = ConditionsOf(rule);
        foreach (var name in action == defaultAction ? [] : rule.Names)
        {
            _ = filter.TryAddRule(name, action, conditions);
        }
    }

    private static SeccompCondition[] ConditionsOf(LinuxSyscall rule) =>
        [.. (rule.Args ?? []).Select(arg => new SeccompCondition(arg.Index, SeccompNames.Operator(arg.Op), arg.Value, arg.ValueTwo ?? 0))];
}
