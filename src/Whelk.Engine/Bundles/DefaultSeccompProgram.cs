using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Seccomp;

namespace Whelk.Engine.Bundles;

/// <summary>
/// The default profile compiled once for all workloads of a daemon: compiling it is half of what a runtime needs to start a container. Other profiles are compiled by the
/// runtime, for each start.
/// </summary>
internal static class DefaultSeccompProgram
{
    private static readonly Lazy<string?> Base64 = new(Compile);

    /// <summary>Compiles it now, so that no run waits for it.</summary>
    internal static Task PrepareAsync()
    {
        _ = Base64.Value;
        return Task.CompletedTask;
    }

    /// <summary>The program of this section, or null where that is not the default profile's or the host cannot compile it.</summary>
    internal static string? Of(LinuxSeccomp? section) => ReferenceEquals(section, DefaultSeccomp.Default) ? Base64.Value : null;

    // Where libseccomp is missing, the runtime compiles the section as it can.
    private static string? Compile()
    {
        try
        {
            return Convert.ToBase64String(SeccompProgram.Compile(DefaultSeccomp.Default));
        }
        catch (WhelkException)
        {
            return null;
        }
    }
}
