using System.Globalization;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images.RootFileSystems;

namespace Whelk.Engine.Bundles;

/// <summary>The words for a workload's users: the host's, or a range of their own (podman's auto).</summary>
internal static class UserNamespaceMode
{
    private const string Auto = "auto";
    private const string SizeOption = "size=";
    private const uint DefaultSize = 65536;

    // Terminals are those of group 5 (the mount of /dev/pts).
    private const uint LeastSize = 6;

    /// <summary>How many users and groups of its own a mode asks for; null where it has the host's.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is no such word.</exception>
    internal static uint? SizeOf(string mode) => mode switch
    {
        "" or NamespaceModes.Host => null,
        Auto => DefaultSize,
        _ when mode.StartsWith($"{Auto}:", StringComparison.Ordinal) => ParseSize(mode),
        _ => throw Invalid(mode, string.Empty),
    };

    /// <summary>Refuses what a workload with users of its own cannot have.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words where it has them (moby, daemon/daemon_unix.go); Unsupported: the kernel.</exception>
    internal static void Check(WorkloadOptions options)
    {
        var host = options.Host;
        if (SizeOf(host.Namespaces.User) is null)
        {
            return;
        }

        var problem = host switch
        {
            { Privileged: true } => "privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode",
            { NetworkMode: NamespaceModes.Host } => "cannot share the host's network namespace when user namespaces are enabled",
            { Namespaces.Pid: NamespaceModes.Host } => "cannot share the host PID namespace when user namespaces are enabled",
            { Namespaces.Ipc: NamespaceModes.Host } => "cannot share the host IPC namespace when user namespaces are enabled",
            _ when IsAnothers(host.NetworkMode) => "cannot share the network namespace of another container with a user namespace of its own",
            _ when IsAnothers(host.Namespaces.Pid) => "cannot share the PID namespace of another container with a user namespace of its own",
            _ when IsAnothers(host.Namespaces.Ipc) => "cannot share the IPC namespace of another container with a user namespace of its own",
            _ when options.Domainname is { Length: > 0 } => "conflicting options: domainname and the user namespace: the kernel lets the host's root alone set it",
            _ => null,
        };
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }

        if (Environment.OSVersion.Version < OverlayMount.FirstKernelWithMapping)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"user namespaces need a kernel that maps the ids of an image's layers: Linux {OverlayMount.FirstKernelWithMapping}, this is {Environment.OSVersion.Version}");
        }
    }

    private static bool IsAnothers(string mode) => NetworkWords.OtherWorkload(mode) is not null;

    private static uint ParseSize(string mode)
    {
        var option = mode[(Auto.Length + 1)..];
        return !option.StartsWith(SizeOption, StringComparison.Ordinal) ? throw Invalid(mode, ": size=N is all that it can have")
            : !uint.TryParse(option.AsSpan(SizeOption.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size < LeastSize ? throw Invalid(mode, $": a size is a number from {LeastSize} on")
            : size;
    }

    private static WhelkException Invalid(string mode, string reason) => new(ErrorCode.InvalidArgument, $"invalid userns mode: {mode}{reason}");
}
