using Whelk.Guest.Protocol;
using Whelk.Linux.Native;

namespace Whelk.Vm.Relay;

/// <summary>Says why a process did not start in the words that engines search for.</summary>
internal static class LaunchFailure
{
    /// <exception cref="ProtocolException">It is no payload of FAILED.</exception>
    internal static LaunchOutcome Describe(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var (errno, step, subject) = ((Errno)reader.Int32(), GuestText.Clean(reader.String()), GuestText.Clean(reader.String()));
        reader.End();
        var code = errno == Errno.ENOENT && step is "exec" or "lookup" ? 127 : 126;
        var reason = ReasonOf(errno);
        var text = (step, errno) switch
        {
            ("lookup", Errno.ENOENT) => $"exec: \"{subject}\": executable file not found in $PATH",
            ("exec" or "lookup", _) => $"exec: \"{subject}\": {reason}",
            ("chdir", _) => $"chdir to cwd (\"{subject}\") set in config.json failed: {reason}",
            (_, Errno.None) => step,
            _ => $"{step} {subject}: {reason}",
        };
        return new LaunchOutcome(0, errno == Errno.None ? 126 : code, text);
    }

    private static string ReasonOf(Errno errno) => errno switch
    {
        Errno.ENOENT => "no such file or directory",
        Errno.EACCES => "permission denied",
        Errno.EPERM => "operation not permitted",
        Errno.ENOEXEC => "exec format error",
        Errno.ENOTDIR => "not a directory",
        Errno.EINVAL => "invalid argument",
        _ => errno.ToString(),
    };
}
