using System.Text;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Machine;
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
    private const string AppArmor = "apparmor";
    private const string Label = "label";
    private const string Disable = "disable";
    private const string Unconfined = "unconfined";
    private const string Builtin = "builtin";

    internal static bool NoNewPrivileges(HostOptions host) => Last(host, Privileges) is { } word && GoBool.TryParse(word) == true;

    /// <summary>Whether the filter is the default profile's, where there is one.</summary>
    internal static bool HasDefaultProfile(HostOptions host) => Last(host, Seccomp) is null or "" or Builtin;

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

    /// <summary>
    /// Refuses words that are none, and a profile that is none. A policy of AppArmor or SELinux is taken and means nothing where the workload's kernel has no such module, as
    /// under Docker; where it has one, a policy that is named is refused, since Whelk gives none.
    /// </summary>
    /// <exception cref="WhelkException">In Docker's words.</exception>
    internal static void Check(HostOptions host, RuntimeRecord runtime, SecurityModules modules)
    {
        foreach (var option in host.SecurityOpt)
        {
            var (key, value) = Split(option);
            if (value is null || key is not (Seccomp or Privileges or AppArmor or Label) || (key == Privileges && GoBool.TryParse(value) is null))
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"invalid --security-opt {(value is null ? 1 : 2)}: \"{option}\"");
            }

            if (runtime.SharesKernel && ((key == AppArmor && modules.AppArmor && value is not ("" or Unconfined)) || (key == Label && modules.SELinux && value != Disable)))
            {
                throw new WhelkException(ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported: Whelk gives workloads no policy of AppArmor or SELinux");
            }
        }

        _ = Last(host, Seccomp) is null ? null : FilterOf(host, CapabilitySet.Of(host, runtime), runtime);
    }

    /// <summary>What Docker adds where a workload shares what labels would keep apart; inspect tells it.</summary>
    internal static HostOptions WithLabel(HostOptions host) =>
        (host.Privileged || host.Namespaces.Pid == NamespaceModes.Host || host.Namespaces.Ipc == NamespaceModes.Host) && !host.SecurityOpt.Any(option => option.Split('=')[0] == Label)
            ? host with { SecurityOpt = [.. host.SecurityOpt, $"{Label}={Disable}"] }
            : host;

    private static string? Last(HostOptions host, string key) => host.SecurityOpt.Select(Split).LastOrDefault(option => option.Key == key).Value;

    // The second separator is Docker's old one. Two words may stand alone.
    private static (string Key, string? Value) Split(string option)
    {
        var at = option.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? equals : option.IndexOf(':', StringComparison.Ordinal);
        return option == Privileges ? (Privileges, "true") : option == Disable ? (Label, Disable) : at < 0 ? (option, null) : (option[..at], option[(at + 1)..]);
    }
}
