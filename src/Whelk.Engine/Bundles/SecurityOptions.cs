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
                throw new WhelkException(ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported by this version");
            }
        }
    }
    private static bool AsksForNoNewPrivileges(string option) =>
        option is "no-new-privileges" or "no-new-privileges=true" or "no-new-privileges:true";
}
