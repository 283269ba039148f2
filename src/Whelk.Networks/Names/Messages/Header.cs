namespace Whelk.Networks.Names.Messages;

/// <summary>The 12 bytes that every message starts with: id, flags, and four counts. RFC 1035 §4.1.1.</summary>
internal static class Header
{
    internal const int Length = 12;
    internal const int Flags = 2;
    internal const int QuestionCount = 4;
    internal const int AnswerCount = 6;
    internal const int AuthorityCount = 8;
    internal const int AdditionalCount = 10;

    internal const ushort QR = 0x8000;
    internal const ushort OpcodeMask = 0x7800;
    internal const ushort TC = 0x0200;
    internal const ushort RD = 0x0100;
    internal const ushort RA = 0x0080;
    internal const ushort RcodeMask = 0x000F;
}
