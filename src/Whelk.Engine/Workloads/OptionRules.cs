using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Machine;

namespace Whelk.Engine.Workloads;

/// <summary>What can be said against a request before image and runtime are looked at, in Docker's words.</summary>
internal static class OptionRules
{
    /// <exception cref="WhelkException">InvalidArgument.</exception>
    internal static void Check(WorkloadOptions options)
    {
        var host = options.Host;
        var problem = options.WorkingDir is { Length: > 0 } directory && !directory.StartsWith('/') ? $"the working directory '{directory}' is invalid, it needs to be an absolute path"
            : host.Tmpfs.Keys.FirstOrDefault(path => !path.StartsWith('/')) is { } relative ? $"invalid mount path: '{relative}' mount path must be absolute"
            : host.ExtraHosts.FirstOrDefault(entry => !IsExtraHost(entry)) is { } bad ? $"bad format for add-host: \"{bad}\""
            : host.Annotations?.Keys.FirstOrDefault(Bundles.Annotations.AreOurs) is { } ours ? $"annotation {ours} is whelk's own"
            : ProblemOfSets(host);
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    /// <summary>What is wrong with the processors and memory nodes asked for; null for nothing.</summary>
    internal static string? ProblemOfSets(HostOptions host) =>
        ProblemOfSet(host.CpusetCpus, "cpuset cpus", "CPUs", HostTopology.OnlineProcessors) ?? ProblemOfSet(host.CpusetMems, "cpuset mems", "memory nodes", HostTopology.OnlineMemoryNodes);

    // NAME:ADDRESS, where the address of version 6 has colons too.
    private static bool IsExtraHost(string entry) => entry.Split(':', 2) is [{ Length: > 0 }, var address]
        && (address == "host-gateway" || System.Net.IPAddress.TryParse(address.Trim('[', ']'), out _));

    private static string? ProblemOfSet(string? asked, string name, string what, Func<string> online)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return null;
        }

        var available = online();
        return Members(asked) is not { } wanted ? $"Invalid value {asked} for {name}: invalid format: {asked}"
            : wanted.Except(Members(available) ?? []).Any() ? $"Requested {what} are not available - requested {asked}, available: {available}"
            : null;
    }

    // "0-2,4", as cpuset(7) has it; null where it is none.
    private static HashSet<int>? Members(string list)
    {
        var members = new HashSet<int>();
        foreach (var part in list.Split(','))
        {
            var ends = part.Split('-', 2);
            if (!TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first)
            {
                return null;
            }

            members.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return members;
    }

    // moby bounds it too, so that a range is no way to take memory (pkg/parsers/parsers.go).
    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 8192;
}
