namespace Whelk.Archives.Tar;

/// <summary>What an entry makes.</summary>
public enum TarEntryKind
{
    File,
    HardLink,
    SymbolicLink,
    CharacterDevice,
    BlockDevice,
    Directory,
    Fifo,
}
