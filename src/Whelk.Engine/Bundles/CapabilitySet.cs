using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>Docker's default capabilities with --cap-add and --cap-drop applied (moby, oci/caps/utils.go).</summary>
internal static class CapabilitySet
{
    private const string AllWord = "ALL";

    /// <summary>The bounding set, as CAP_… names. A privileged workload has all there are, whatever is added and dropped, as under Docker.</summary>
    /// <param name="host">What is asked for.</param>
    /// <param name="runtime">The runtime, whose kernel may be this host's; null for every capability there is.</param>
    /// <exception cref="WhelkException">InvalidArgument for an unknown name.</exception>
    internal static IReadOnlyList<string> Of(HostOptions host, RuntimeRecord? runtime = null)
    {
        if (host.Privileged)
        {
            return runtime?.Capabilities ?? CapabilityNames.All;
        }

        if (host.CapAdd.Count == 0 && host.CapDrop.Count == 0)
        {
            return DefaultCapabilities.All;
        }

        var add = host.CapAdd.Select(word => Normalize(word, nameof(host.CapAdd))).ToHashSet();
        var drop = host.CapDrop.Select(word => Normalize(word, nameof(host.CapDrop))).ToHashSet();
        IEnumerable<string> start = add.Contains(AllWord) ? runtime?.Capabilities ?? CapabilityNames.All
            : drop.Contains(AllWord) ? [] : DefaultCapabilities.All;
        return [.. start.Where(name => !drop.Contains(name)).Union(add.Where(name => name != AllWord))];
    }

    private static string Normalize(string word, string field)
    {
        var upper = word.ToUpperInvariant();
        var bare = upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
        return bare == AllWord ? AllWord
            : CapabilityNames.All.Contains($"CAP_{bare}") ? $"CAP_{bare}"
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid {field}: unknown capability: \"CAP_{bare}\"");
    }
}
