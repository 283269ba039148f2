using System.Globalization;
using System.Text.RegularExpressions;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>A workload's devices, and the rules that let it use them (moby, daemon/oci_linux.go, WithDevices).</summary>
internal static partial class DeviceBuilder
{
    private static readonly LinuxDeviceCgroup Everything = new() { Allow = true, Access = "rwm" };

    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    internal static void Check(HostOptions host)
    {
        foreach (var device in host.Devices)
        {
            _ = device.Permissions is { Length: > 0 } words && words.All("rwm".Contains) && words.Distinct().Count() == words.Length ? 0 : throw Invalid($"bad mode specified: {device.Permissions}");
            _ = device.PathInContainer.StartsWith('/') && !device.PathInContainer.Contains('\0') ? 0 : throw Invalid($"{device.PathInContainer} is not an absolute path");
            _ = device.PathOnHost.StartsWith('/') && !device.PathOnHost.Contains('\0') ? 0 : throw Invalid($"{device.PathOnHost} is not an absolute path");
        }

        _ = host.DeviceCgroupRules.Select(ParseRule).Count();
    }

    /// <summary>The nodes to make besides those of every container. The host's own where <paramref name="shared"/> says that it can have them.</summary>
    internal static IReadOnlyList<LinuxDevice>? Nodes(HostOptions host, bool shared)
    {
        if (!shared || (!host.Privileged && host.Devices.Count == 0))
        {
            return null;
        }

        // What is asked for by name is there also where all are, if it has another name inside.
        var asked = host.Devices.SelectMany(HostDevices.Of).ToList();
        return [.. (host.Privileged ? HostDevices.All() : []).Where(device => asked.TrueForAll(other => other.Path != device.Path)), .. asked];
    }

    internal static IReadOnlyList<LinuxDeviceCgroup> Rules(HostOptions host) => host.Privileged ? [Everything]
        : host.Devices.Count == 0 && host.DeviceCgroupRules.Count == 0 ? DefaultDevices.Rules
        : [.. DefaultDevices.Rules, .. host.Devices.SelectMany(RulesFor), .. host.DeviceCgroupRules.Select(ParseRule)];

    private static IEnumerable<LinuxDeviceCgroup> RulesFor(DeviceOption option) => HostDevices.Of(option).Select(device => new LinuxDeviceCgroup
    {
        Allow = true,
        Type = device.Type,
        Major = device.Major,
        Minor = device.Minor,
        Access = option.Permissions,
    });

    private static LinuxDeviceCgroup ParseRule(string text) => Rule().Match(text) is not { Success: true } match ? throw Invalid($"invalid device cgroup rule format: '{text}'") : new LinuxDeviceCgroup
    {
        Allow = true,
        Type = match.Groups["type"].Value,
        Major = Number(match.Groups["major"].Value),
        Minor = Number(match.Groups["minor"].Value),
        Access = match.Groups["access"].Value,
    };

    private static long? Number(string word) => word == "*" ? null : long.Parse(word, CultureInfo.InvariantCulture);

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    [GeneratedRegex(@"^(?<type>[acb]) (?<major>[0-9]{1,9}|\*):(?<minor>[0-9]{1,9}|\*) (?<access>[rwm]{1,3})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();
}
