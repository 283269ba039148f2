using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;

namespace Whelk.Vm.Commands;

/// <summary>The process of an exec as a person types it: the container's own with another command and what the options change, as with runc.</summary>
internal static class TypedProcess
{
    /// <exception cref="WhelkException">No command, or an option that makes no sense.</exception>
    internal static ProcessSpec Of(ProcessSpec own, Arguments arguments) => own with
    {
        Args = arguments.Words.Count > 1 ? [.. arguments.Words.Skip(1)] : throw new WhelkException(ErrorCode.InvalidArgument, "exec: a command or --process is missing"),
        Cwd = arguments.Value("cwd") ?? own.Cwd,
        Env = [.. own.Env ?? [], .. arguments.Values("env"), .. arguments.Values("e")],
        User = UserOf(own.User ?? new UserSpec(), arguments),
        NoNewPrivileges = arguments.Flag("no-new-privs") ? true : own.NoNewPrivileges,
        Capabilities = With(own.Capabilities, [.. arguments.Values("cap"), .. arguments.Values("c")]),
    };

    private static UserSpec UserOf(UserSpec own, Arguments arguments)
    {
        var user = (arguments.Value("user") ?? arguments.Value("u"))?.Split(':');
        var changed = user is null ? own : new UserSpec { Uid = Number(user[0]), Gid = user.Length > 1 ? Number(user[1]) : 0 };
        IReadOnlyList<string> more = [.. arguments.Values("additional-gids"), .. arguments.Values("g")];
        return more.Count == 0 ? changed : changed with { AdditionalGids = [.. changed.AdditionalGids ?? [], .. more.Select(Number)] };
    }

    private static LinuxCapabilities? With(LinuxCapabilities? own, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !CapabilityNames.All.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"exec: unknown capability {unknown}");
        }

        return names.Count == 0 ? own : new LinuxCapabilities
        {
            Bounding = [.. own?.Bounding ?? [], .. names],
            Effective = [.. own?.Effective ?? [], .. names],
            Inheritable = [.. own?.Inheritable ?? [], .. names],
            Permitted = [.. own?.Permitted ?? [], .. names],
            Ambient = [.. own?.Ambient ?? [], .. names],
        };
    }

    private static uint Number(string text) => uint.TryParse(text, out var number) ? number : throw new WhelkException(ErrorCode.InvalidArgument, $"exec: {text} is no user or group number");
}
