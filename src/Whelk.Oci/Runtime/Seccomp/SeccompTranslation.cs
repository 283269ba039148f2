using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>Makes the runtime's filter from a profile in Docker's format, for x86-64.</summary>
public static class SeccompTranslation
{
    private const string NativeSeccomp = "SCMP_ARCH_X86_64";
    private const string Native = "amd64";

    /// <summary>The filter for a process with these capabilities in its bounding set; null where the profile filters nothing.</summary>
    /// <exception cref="WhelkException">InvalidArgument: the profile contradicts itself, in Docker's words.</exception>
    public static LinuxSeccomp? Translate(SeccompProfile profile, IReadOnlyCollection<string> capabilities, Version kernel)
    {
        var rules = profile.Rules ?? [];
        if (string.IsNullOrEmpty(profile.DefaultAction) && rules.Count == 0)
        {
            return null;
        }

        return new LinuxSeccomp
        {
            DefaultAction = profile.DefaultAction ?? throw Invalid("the seccomp profile has rules but no default action"),
            DefaultErrnoRet = profile.DefaultErrnoRet,
            Architectures = ArchitecturesOf(profile),
            Flags = profile.Flags,
            ListenerPath = profile.ListenerPath,
            ListenerMetadata = profile.ListenerMetadata,
            Syscalls = [.. rules.Where(rule => Holds(rule, capabilities, kernel)).Select(ToSyscall)],
        };
    }

    private static IReadOnlyList<string>? ArchitecturesOf(SeccompProfile profile)
    {
        if (profile.ArchMap is not { Count: > 0 } map)
        {
            return profile.Architectures;
        }

        if (profile.Architectures is { Count: > 0 })
        {
            throw Invalid("both 'architectures' and 'archMap' are specified in the seccomp profile, use either 'architectures' or 'archMap'");
        }

        var native = map.FirstOrDefault(entry => entry.Architecture == NativeSeccomp);
        return native is null ? null : [native.Architecture, .. native.SubArchitectures ?? []];
    }

    private static bool Holds(SeccompRule rule, IReadOnlyCollection<string> capabilities, Version kernel) =>
        (rule.Excludes is not { } excludes || !Excluded(excludes, capabilities, kernel))
        && (rule.Includes is not { } includes || Included(includes, capabilities, kernel));

    private static bool Excluded(SeccompFilter filter, IReadOnlyCollection<string> capabilities, Version kernel) =>
        (filter.Arches?.Contains(Native) ?? false)
        || (filter.Caps?.Any(capabilities.Contains) ?? false)
        || (filter.MinKernel is { } minimum && kernel >= ParseKernel(minimum));

    private static bool Included(SeccompFilter filter, IReadOnlyCollection<string> capabilities, Version kernel) =>
        (filter.Arches is not { Count: > 0 } arches || arches.Contains(Native))
        && (filter.Caps?.All(capabilities.Contains) ?? true)
        && (filter.MinKernel is not { } minimum || kernel >= ParseKernel(minimum));

    private static Version ParseKernel(string text) =>
        Version.TryParse(text, out var version) ? version : throw Invalid($"invalid kernel version: \"{text}\"");

    private static LinuxSyscall ToSyscall(SeccompRule rule)
    {
        if (rule is { Name.Length: > 0, Names.Count: > 0 })
        {
            throw Invalid("both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'");
        }

        return new LinuxSyscall
        {
            Names = rule.Name is { Length: > 0 } name ? [name] : rule.Names ?? [],
            Action = rule.Action,
            ErrnoRet = rule.ErrnoRet,
            Args = rule.Args,
        };
    }

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
