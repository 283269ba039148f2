using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>One value of --security-opt. A seccomp profile is sent as its text, since the daemon need not see this process's files.</summary>
internal static class SecurityOption
{
    private const string Seccomp = "seccomp=";

    /// <summary>Whether it lets the workload see the kernel's paths as they are: a word of the client's, which asks for no masked and no read-only ones.</summary>
    public static bool ShowsPaths(string option) => option is "systempaths=unconfined" or "systempaths:unconfined";

    /// <exception cref="WhelkException">NotFound: the profile cannot be read.</exception>
    public static string Resolve(string option)
    {
        var plain = option.StartsWith("seccomp:", StringComparison.Ordinal) ? Seccomp + option[Seccomp.Length..] : option;
        if (!plain.StartsWith(Seccomp, StringComparison.Ordinal) || plain[Seccomp.Length..] is "unconfined" or "builtin")
        {
            return plain;
        }

        try
        {
            return Seccomp + File.ReadAllText(plain[Seccomp.Length..]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.NotFound, $"opening seccomp profile ({plain[Seccomp.Length..]}) failed: {failure.Message}", failure);
        }
    }
}
