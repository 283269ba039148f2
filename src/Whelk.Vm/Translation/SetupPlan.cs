using System.Security.Cryptography;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Everything the agent does between READY and the workload's start.</summary>
internal static class SetupPlan
{
    internal const int EntropyBytes = 32;

    internal static IReadOnlyList<SetupOperation> Of(RuntimeSpec config, RootPlan root, MountPlan mounts, IEnumerable<SetupOperation> network, TimeProvider time)
    {
        var operations = new List<SetupOperation>
        {
            Clock(time),
            new SetupOperation.Entropy(RandomNumberGenerator.GetBytes(EntropyBytes)),
        };
        if (GuestLimits.Of(config.Linux?.Resources) is { Count: > 0 } limits)
        {
            operations.Add(new SetupOperation.Limits(limits));
        }

        if (HostnameOf(config) is { Length: > 0 } hostname)
        {
            operations.Add(new SetupOperation.Hostname(hostname));
        }

        operations.AddRange(root.Operations);
        operations.AddRange(mounts.Operations);
        operations.AddRange(network);
        operations.AddRange((config.Linux?.Sysctl ?? new Dictionary<string, string>()).Select(entry => new SetupOperation.Sysctl(entry.Key, entry.Value)));
        return operations;
    }

    // A pod of the host's network has the host's name.
    private static string? HostnameOf(RuntimeSpec config) =>
        config.Hostname is not { Length: > 0 } && UnsupportedParts.IsOfHostNetwork(config) ? Environment.MachineName : config.Hostname;

    /// <summary>The guest's clock as the host's is now: by itself it starts anywhere, and stands still while the VM does.</summary>
    internal static SetupOperation Clock(TimeProvider time)
    {
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        return new SetupOperation.Clock((ulong)(now.Ticks / TimeSpan.TicksPerSecond), (uint)(now.Ticks % TimeSpan.TicksPerSecond * 100));
    }
}
