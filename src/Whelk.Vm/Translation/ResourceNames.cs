using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Resources of setrlimit(2) by name, in the kernel's order (asm-generic/resource.h).</summary>
internal static class ResourceNames
{
    private static readonly string[] Names =
    [
        "CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK", "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME",
    ];

    internal static IReadOnlyList<ResourceLimit> Translate(IEnumerable<PosixRlimit>? limits) =>
        [.. (limits ?? []).Select(limit => new ResourceLimit(NumberOf(limit.Type), limit.Soft, limit.Hard))];

    private static int NumberOf(string type)
    {
        var number = type.StartsWith("RLIMIT_", StringComparison.Ordinal) ? Array.IndexOf(Names, type[7..]) : -1;
        return number >= 0 ? number : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid rlimit type: {type}");
    }
}
