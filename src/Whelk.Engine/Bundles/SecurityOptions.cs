using System.Text;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Oci.Runtime.Seccomp;

namespace Whelk.Engine.Bundles;

/// <summary>The words of --security-opt (moby, daemon/daemon_unix.go, parseSecurityOpt): of two for one thing the last counts.</summary>
internal static class SecurityOptions
{
    private const string Seccomp = "seccomp";
    private const string Privileges = "no-new-privileges";
    private const string Unconfined = "unconfined";
    private const string Builtin = "builtin";

    internal static bool NoNewPrivileges(HostOptions host) => Last(host, Privileges) is { } word && GoBool.TryParse(word) == true;

    /// <summary>
    /// The filter of system calls for a workload with these capabilities; null for none. A privileged one has none unless a profile is named.
    /// A profile is read again for every start: a workload has the filter that its profile means for the kernel of the day.
    /// </summary>
    /// <exception cref="WhelkException">InvalidArgument: the profile is none.</exception>
    internal static LinuxSeccomp? FilterOf(HostOptions host, IReadOnlyList<string> capabilities, RuntimeRecord runtime) => Last(host, Seccomp) switch
    {
        Unconfined => null,
        null or "" => host.Privileged ? null : DefaultSeccomp.For(capabilities),
        Builtin => DefaultSeccomp.For(capabilities),
        var profile => SeccompTranslation.Translate(SeccompProfile.Parse(Encoding.UTF8.GetBytes(profile)), capabilities, runtime.Kernel),
    };

    /// <exception cref="WhelkException">For a word that is not carried out, and for a profile that is none.</exception>
    internal static void Check(HostOptions host, RuntimeRecord runtime)
    {
        foreach (var option in host.SecurityOpt)
        {
            Check(option);
        }

        _ = Last(host, Seccomp) is null ? null : FilterOf(host, CapabilitySet.Of(host, runtime), runtime);
    }

    private static void Check(string option)
    {
        switch (Split(option))
        {
            case (Seccomp, not null) or ("apparmor", Unconfined) or ("label", "disable"):
                return;
            case (Privileges, { } word) when GoBool.TryParse(word) is not null:
                return;
            case ("apparmor" or "label", not null):
                throw new WhelkException(ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported by this version");
            case (_, var value):
                throw new WhelkException(ErrorCode.InvalidArgument, $"invalid --security-opt {(value is null ? 1 : 2)}: \"{option}\"");
        }
    }
    private static string? Last(HostOptions host, string key) => host.SecurityOpt.Select(Split).LastOrDefault(option => option.Key == key).Value;

    // The second separator is Docker's old one. The one word that stands alone says yes.
    private static (string Key, string? Value) Split(string option)
    {
        var at = option.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? equals : option.IndexOf(':', StringComparison.Ordinal);
        return option == Privileges ? (Privileges, "true") : at < 0 ? (option, null) : (option[..at], option[(at + 1)..]);
    }
}
