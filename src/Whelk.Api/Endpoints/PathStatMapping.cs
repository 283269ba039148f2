using Whelk.Api.Wire;
using Whelk.Archives.Trees;
using Whelk.Engine.Logs;
using Whelk.Linux.Files;

namespace Whelk.Api.Endpoints;

/// <summary>What a path names, in the words of Docker's API: the mode is Go's (io/fs, FileMode).</summary>
internal static class PathStatMapping
{
    private const uint Directory = 1u << 31;
    private const uint Symlink = 1 << 27;
    private const uint Device = 1 << 26;
    private const uint NamedPipe = 1 << 25;
    private const uint Socket = 1 << 24;
    private const uint Setuid = 1 << 23;
    private const uint Setgid = 1 << 22;
    private const uint CharacterDevice = 1 << 21;
    private const uint Sticky = 1 << 20;

    internal static PathStat Of(PathStatus status, TreePath path) => new()
    {
        Name = path.BaseName,
        Size = status.Size,
        Mode = ModeOf(status),
        Mtime = Rfc3339.Format(DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(status.Seconds, Earliest, Latest)).AddTicks(status.Nanoseconds / 100)),
        LinkTarget = status.Kind == FileKind.SymbolicLink ? status.Resolved : string.Empty,
    };

    private static long Earliest => DateTimeOffset.MinValue.ToUnixTimeSeconds();

    private static long Latest => DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1;

    private static uint ModeOf(PathStatus status) => (status.Mode & 0x1FF)
        | ((status.Mode & 0x800) != 0 ? Setuid : 0)
        | ((status.Mode & 0x400) != 0 ? Setgid : 0)
        | ((status.Mode & 0x200) != 0 ? Sticky : 0)
        | status.Kind switch
        {
            FileKind.Directory => Directory,
            FileKind.SymbolicLink => Symlink,
            FileKind.Fifo => NamedPipe,
            FileKind.Socket => Socket,
            FileKind.BlockDevice => Device,
            FileKind.CharacterDevice => Device | CharacterDevice,
            _ => 0,
        };
}
