using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Seccomp;

namespace Whelk.Engine.Bundles;

/// <summary>
/// The default profile compiled once for all workloads of a daemon: compiling it is half of what a runtime needs to start a container. With other capabilities than the default
/// ones it is compiled for each start, which costs what it would cost the runtime, and gives calls that are newer than the profile the ENOSYS that they have under Docker. A
/// user's own profile is compiled by the runtime: what it makes of it is no matter of the daemon's process.
/// </summary>
internal static class DefaultSeccompProgram
{
    private static readonly Lazy<string?> Base64 = new(() => Compile(DefaultSeccomp.Default));

    /// <summary>Compiles it now, so that no run waits for it.</summary>
    internal static Task PrepareAsync()
    {
        _ = Base64.Value;
        return Task.CompletedTask;
    }

    /// <summary>The program of this section of a workload, or null where that is not the default profile's or the host cannot compile it.</summary>
    internal static string? Of(LinuxSeccomp? section, HostOptions host) =>
        section is null || !SecurityOptions.HasDefaultProfile(host) ? null
        : ReferenceEquals(section, DefaultSeccomp.Default) ? Base64.Value
        : Compile(section);

    // Where libseccomp is missing, the runtime compiles the section as it can.
    private static string? Compile(LinuxSeccomp section)
    {
        try
        {
            return Convert.ToBase64String(SeccompProgram.Compile(section));
        }
        catch (WhelkException)
        {
            return null;
        }
    }
}
