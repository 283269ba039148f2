using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Seccomp;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>
/// linux.seccomp as a program for the guest's kernel, made on the host: the guest has no libseccomp, and its agent need not understand
/// profiles. The rules mean what they mean to crun and runc.
/// </summary>
internal static class SeccompPlan
{
    // As in runc: libseccomp up to 2.5.4 makes a wrong tree of no rules, and a short list is as good.
    private const int ManyCalls = 32;

    /// <summary>Refuses what <see cref="Of"/> would, as far as that is seen without libseccomp.</summary>
    internal static void Validate(LinuxSeccomp? seccomp)
    {
        if (seccomp is null)
        {
            return;
        }

        if (seccomp.ListenerPath is { Length: > 0 })
        {
            throw new WhelkException(ErrorCode.Unsupported, "seccomp: listenerPath: calls of a virtual machine cannot be handed to a listener");
        }

        _ = SeccompNames.Action(seccomp.DefaultAction, seccomp.DefaultErrnoRet);
        _ = SeccompNames.Flags(seccomp.Flags);
        foreach (var rule in seccomp.Syscalls ?? [])
        {
            _ = SeccompNames.Action(rule.Action, rule.ErrnoRet);
            _ = ConditionsOf(rule);
        }
    }

    /// <summary>The setup operation with the program; none where there is no filter.</summary>
    /// <exception cref="WhelkException">The section is invalid, or libseccomp is missing: nothing runs without the filter it should have.</exception>
    internal static IReadOnlyList<SetupOperation> Of(LinuxSeccomp? seccomp)
    {
        if (seccomp is null)
        {
            return [];
        }

        var action = SeccompNames.Action(seccomp.DefaultAction, seccomp.DefaultErrnoRet);
        var rules = seccomp.Syscalls ?? [];
        using var filter = SeccompFilter.Create(action, sorted: rules.Sum(rule => rule.Names.Count) > ManyCalls);
        foreach (var architecture in seccomp.Architectures ?? [])
        {
            filter.AddArchitecture(architecture);
        }

        foreach (var rule in rules)
        {
            AddRule(filter, rule, action);
        }

        return [new SetupOperation.Seccomp(SeccompNames.Flags(seccomp.Flags), filter.Compile())];
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
