using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Seccomp;
using Whelk.Oci.Runtime;
using Whelk.Seccomp;

namespace Whelk.Vm.Translation;

/// <summary>
/// linux.seccomp as a program for the guest's kernel, made on the host: the guest has no libseccomp, and its agent need not understand
/// profiles.
/// </summary>
internal static class SeccompPlan
{
    /// <summary>Refuses what <see cref="Of"/> would, as far as that is seen without libseccomp.</summary>
    internal static void Validate(LinuxSeccomp? seccomp)
    {
        if (seccomp is null)
        {
            return;
        }

        if (seccomp.ListenerPath is { Length: > 0 })
        {
            throw new WhelkException(ErrorCode.Unsupported, "seccomp: listenerPath: calls of a virtual machine cannot be handed to a listener");
        }

        SeccompProgram.Validate(seccomp);
    }

    /// <summary>The setup operation with the program; none where there is no filter.</summary>
    /// <exception cref="WhelkException">The section is invalid, or libseccomp is missing: nothing runs without the filter it should have.</exception>
    internal static IReadOnlyList<SetupOperation> Of(LinuxSeccomp? seccomp) =>
        seccomp is null ? [] : [new SetupOperation.Seccomp(SeccompNames.Flags(seccomp.Flags), SeccompProgram.Compile(seccomp))];
}
