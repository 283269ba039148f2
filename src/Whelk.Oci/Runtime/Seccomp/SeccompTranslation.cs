using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>Makes the runtime's filter from a profile in Docker's format, for x86-64 (moby, profiles/seccomp/seccomp_linux.go).</summary>
public static class SeccompTranslation
{
    private const string NativeSeccomp = "SCMP_ARCH_X86_64";
    private const string Native = "amd64";

    /// <summary>The filter for a process with these capabilities in its bounding set; null where the profile filters nothing.</summary>
    /// <exception cref="WhelkException">InvalidArgument: the profile contradicts itself, or a rule that holds says what no runtime knows; in Docker's words.</exception>
    public static LinuxSeccomp? Translate(SeccompProfile profile, IReadOnlyCollection<string> capabilities, Version kernel)
    {
        var rules = profile.Rules ?? [];
        if (string.IsNullOrEmpty(profile.DefaultAction) && rules.Count == 0)
        {
            return null;
        }

        var action = SeccompWords.DefaultAction(profile.DefaultAction);
        LinuxSyscall[] calls = [.. rules.Where(rule => Holds(rule, capabilities, kernel)).Select(rule => ToSyscall(rule!)).Where(call => call.Names.Count > 0)];
        var listens = calls.Any(call => call.Action == SeccompWords.Notify);
        return new LinuxSeccomp
        {
            DefaultAction = action,
            DefaultErrnoRet = SeccompWords.TakesErrno(action) ? profile.DefaultErrnoRet : null,
            Architectures = ArchitecturesOf(profile),
            Flags = profile.Flags is { Count: > 0 } flags ? [.. flags.Select(SeccompWords.Flag)] : null,

            // runc asks nobody where no rule does; crun would.
            ListenerPath = listens ? profile.ListenerPath : null,
            ListenerMetadata = listens ? profile.ListenerMetadata : null,
            Syscalls = calls,
        };
    }

    private static IReadOnlyList<string>? ArchitecturesOf(SeccompProfile profile)
    {
        if (profile.ArchMap is not { Count: > 0 } map)
        {
            return profile.Architectures is { Count: > 0 } plain ? [.. plain.Select(SeccompWords.Architecture)] : null;
        }

        if (profile.Architectures is { Count: > 0 })
        {
            throw Invalid("both 'architectures' and 'archMap' are specified in the seccomp profile, use either 'architectures' or 'archMap'");
        }

        var native = map.FirstOrDefault(entry => entry?.Architecture == NativeSeccomp);
        return native is null ? null : [NativeSeccomp, .. (native.SubArchitectures ?? []).Select(SeccompWords.Architecture)];
    }

    private static bool Holds(SeccompRule? rule, IReadOnlyCollection<string> capabilities, Version kernel)
    {
        if (rule is null)
        {
            throw Invalid("a rule of the seccomp profile is null");
        }

        if (rule is { Name.Length: > 0, Names.Count: > 0 })
        {
            throw Invalid("both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'");
        }

        return (rule.Excludes is not { } excludes || !Excluded(excludes, capabilities, kernel))
            && (rule.Includes is not { } includes || Included(includes, capabilities, kernel));
    }

    private static bool Excluded(SeccompFilter filter, IReadOnlyCollection<string> capabilities, Version kernel) =>
        (filter.Arches?.Contains(Native) ?? false)
        || (filter.Caps?.Any(name => capabilities.Contains(name)) ?? false)
        || (SeccompKernel.Parse(filter.MinKernel) is { } minimum && kernel >= minimum);

    private static bool Included(SeccompFilter filter, IReadOnlyCollection<string> capabilities, Version kernel) =>
        (filter.Arches is not { Count: > 0 } arches || arches.Contains(Native))
        && (filter.Caps?.All(name => capabilities.Contains(name)) ?? true)
        && (SeccompKernel.Parse(filter.MinKernel) is not { } minimum || kernel >= minimum);

    // An errno beside an action that takes none means nothing to runc, and is refused by crun.
    private static LinuxSyscall ToSyscall(SeccompRule rule)
    {
        var action = SeccompWords.Action(rule.Action);
        IReadOnlyList<string> names = rule.Name is { Length: > 0 } name ? [name] : [.. (rule.Names ?? []).Select(SeccompWords.Call)];
        return new LinuxSyscall
        {
            Names = names,
            Action = action,
            ErrnoRet = SeccompWords.TakesErrno(action) ? rule.ErrnoRet : null,
            Args = names.Count > 0 && rule.Args is { Count: > 0 } arguments ? [.. arguments.Select(argument => ToArgument(argument ?? new SeccompArgument(), names))] : null,
        };
    }

    private static LinuxSeccompArg ToArgument(SeccompArgument argument, IReadOnlyList<string> names) => new()
    {
        Index = SeccompWords.Index(argument.Index, names),
        Value = argument.Value,
        ValueTwo = argument.ValueTwo,
        Op = SeccompWords.Operator(argument.Op),
    };

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
