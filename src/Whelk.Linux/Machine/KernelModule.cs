using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>Kernel modules. finit_module(2).</summary>
public static class KernelModule
{
    /// <summary>Loads a module from its uncompressed file; one that is loaded already is no error.</summary>
    /// <exception cref="SyscallException">It does not fit this kernel, or a symbol it needs is missing.</exception>
    public static unsafe void Load(string path)
    {
        using var file = Descriptor.Open(path);
        byte none = 0;

        // SAFETY: the parameters are an empty C string on this stack frame.
        if (Libc.syscall(Libc.SYS_finit_module, file, &none, 0) == -1 && SyscallResult.LastError is var errno and not Errno.EEXIST)
        {
            throw SyscallResult.Failure("finit_module", path, errno);
        }
    }
}
