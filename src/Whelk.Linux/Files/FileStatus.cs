namespace Whelk.Linux.Files;

/// <summary>What stat(2) says of a name, links not followed.</summary>
/// <param name="Mode">The lower twelve bits of st_mode.</param>
/// <param name="Device">Of device nodes: st_rdev.</param>
public sealed record FileStatus(FileKind Kind, uint Mode, uint Uid, uint Gid, long Size, ulong Device, ulong Links);
