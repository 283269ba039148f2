namespace Whelk.Linux.Files;

/// <summary>What an inode is; the values are those of st_mode (inode(7)).</summary>
public enum FileKind
{
    None = 0,
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    SymbolicLink = 0xA000,
    Socket = 0xC000,
}
