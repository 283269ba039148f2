using System.Runtime.InteropServices;

namespace Whelk.Linux.Seccomp;

/// <summary>The functions of libseccomp (LGPL-2.1, dynamically linked) that Whelk calls; loaded at the first call. seccomp_rule_add(3).</summary>
internal static partial class LibSeccomp
{
    /// <summary>SCMP_FLTATR_CTL_OPTIMIZE of &lt;seccomp.h&gt;.</summary>
    internal const int OptimizeAttribute = 8;

    private const string Library = "libseccomp.so.2";

    [LibraryImport(Library)]
    internal static partial nint seccomp_init(uint defaultAction);

    [LibraryImport(Library)]
    internal static partial void seccomp_release(nint context);

    [LibraryImport(Library)]
    internal static partial int seccomp_attr_set(SafeHandle context, int attribute, uint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint seccomp_arch_resolve_name(string name);

    [LibraryImport(Library)]
    internal static partial int seccomp_arch_add(SafeHandle context, uint architecture);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int seccomp_syscall_resolve_name_arch(uint architecture, string name);

    [LibraryImport(Library)]
    internal static unsafe partial int seccomp_rule_add_array(SafeHandle context, uint action, int call, uint count, SeccompCondition* conditions);

    [LibraryImport(Library)]
    internal static partial int seccomp_export_bpf(SafeHandle context, SafeHandle fd);
}
