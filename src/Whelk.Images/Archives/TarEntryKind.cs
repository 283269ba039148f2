namespace Whelk.Images.Archives;

/// <summary>What an entry makes.</summary>
internal enum TarEntryKind
{
    File,
    HardLink,
    SymbolicLink,
    CharacterDevice,
    BlockDevice,
    Directory,
    Fifo,
}
