using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>An OCI process object as the agent takes it.</summary>
internal static class ProcessTranslation
{
    /// <summary>The annotation with a user as the person gave it, where only the guest's files know its numbers.</summary>
    internal const string UserAnnotation = "io.whelk.user";

    /// <param name="process">From config.json or exec's file.</param>
    /// <param name="root">The root of the first process; null for one that joins it.</param>
    /// <param name="userName">A name to resolve in the guest, or null.</param>
    /// <param name="size">The terminal's size where there is a terminal.</param>
    internal static GuestProcess Translate(ProcessSpec process, GuestRoot? root, string? userName, WindowSize? size) => new()
    {
        Args = process.Args is { Count: > 0 } args ? args : throw new WhelkException(ErrorCode.InvalidArgument, "process.args must not be empty"),
        Env = process.Env ?? [],
        Cwd = process.Cwd.Length > 0 ? process.Cwd : "/",
        UserName = userName ?? string.Empty,
        Uid = process.User?.Uid ?? 0,
        Gid = process.User?.Gid ?? 0,
        Groups = process.User?.AdditionalGids ?? [],
        Umask = (int?)process.User?.Umask ?? -1,
        Terminal = process.Terminal == true ? size ?? SizeOf(process.ConsoleSize) : null,
        Capabilities = CapabilityBits.Translate(process.Capabilities),
        Limits = ResourceNames.Translate(process.Rlimits),
        NoNewPrivileges = process.NoNewPrivileges == true,
        OomScoreAdjust = process.OomScoreAdj,
        Root = root,
        Joins = Monitor.MonitorProcess.MainStream,
    };

    private static WindowSize SizeOf(ConsoleSize? size) => size is null ? new WindowSize(0, 0) : new WindowSize((ushort)size.Height, (ushort)size.Width);
}
