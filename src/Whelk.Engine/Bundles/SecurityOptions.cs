using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Bundles;

/// <summary>The words of --security-opt.</summary>
internal static class SecurityOptions
{
    internal static bool IsUnconfined(string option) => option is "seccomp=unconfined" or "seccomp:unconfined";

    internal static bool NoNewPrivileges(HostOptions host) =>
        host.SecurityOpt.Any(AsksForNoNewPrivileges);

    /// <exception cref="WhelkException">For a word that is not carried out.</exception>
    internal static void Check(HostOptions host)
    {
        foreach (var option in host.SecurityOpt)
        {
            if (!IsUnconfined(option) && !AsksForNoNewPrivileges(option)
                && option is not ("no-new-privileges=false" or "no-new-privileges:false" or "apparmor=unconfined" or "label=disable"))
            {
                throw IsOfAModule(option)
                    ? new WhelkException(ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported by this version")
                    : new WhelkException(ErrorCode.InvalidArgument, $"invalid --security-opt {(option.Contains('=', StringComparison.Ordinal) ? 2 : 1)}: \"{option}\"");
            }
        }
    }

    // Known to Docker, and not carried out yet.
    private static bool IsOfAModule(string option) => option.Split('=', ':')[0] is "seccomp" or "apparmor" or "label";

    private static bool AsksForNoNewPrivileges(string option) =>
        option is "no-new-privileges" or "no-new-privileges=true" or "no-new-privileges:true";
}
