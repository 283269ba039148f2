using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Bundles;

/// <summary>The words of --security-opt.</summary>
internal static class SecurityOptions
{
    internal static bool IsUnconfined(string option) => option is "seccomp=unconfined" or "seccomp:unconfined";

    internal static bool NoNewPrivileges(HostOptions host) =>
        host.SecurityOpt.Any(option => option is "no-new-privileges" or "no-new-privileges=true" or "no-new-privileges:true");

    /// <exception cref="WhelkException">For a word that is not carried out.</exception>
    internal static void Check(HostOptions host)
    {
        foreach (var option in host.SecurityOpt)
        {
            if (!IsUnconfined(option) && !option.StartsWith("no-new-privileges", StringComparison.Ordinal) && option is not ("apparmor=unconfined" or "label=disable"))
            {
                throw new WhelkException(ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported by this version");
            }
        }
    }
}
