namespace Whelk.Advice.Compare;

/// <summary>The namespaces and the kernel that this process is in, to hold those inside an instance against. namespaces(7).</summary>
internal static class HostNamespaces
{
    private const string Folder = "/proc/self/ns";

    /// <summary>The kinds of namespace that an instance does not share with this process.</summary>
    internal static IReadOnlyList<string> NotSharedBy(InsideFacts inside) => NotShared(inside, Read(), BootId());

    /// <summary>Whether the instance has a kernel of its own.</summary>
    internal static bool HasOwnKernel(InsideFacts inside) => IsOther(inside.BootId, BootId());

    // Every kernel numbers its first namespaces alike, so numbers of different kernels say nothing: there, all are its own.
    internal static IReadOnlyList<string> NotShared(InsideFacts inside, IReadOnlyDictionary<string, string> host, string bootId) =>
        [.. inside.Namespaces.Where(found => IsOther(inside.BootId, bootId) || host.GetValueOrDefault(found.Key) != found.Value).Select(found => found.Key).Order(StringComparer.Ordinal)];

    private static bool IsOther(string? inside, string host) => inside is not null && inside != host;

    private static Dictionary<string, string> Read() => Directory.EnumerateFileSystemEntries(Folder)
        .Select(path => new FileInfo(path).LinkTarget)
        .OfType<string>()
        .DistinctBy(link => link.Split(':')[0])
        .ToDictionary(link => link.Split(':')[0]);

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
