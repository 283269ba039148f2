using Microsoft.Win32.SafeHandles;

namespace Whelk.Linux.Seccomp;

/// <summary>A scmp_filter_ctx.</summary>
internal sealed class SeccompContext : SafeHandleZeroOrMinusOneIsInvalid
{
    internal SeccompContext(nint context)
        : base(ownsHandle: true) => SetHandle(context);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibSeccomp.seccomp_release(handle);
        return true;
    }
}
