namespace Whelk.Guest.Protocol;

/// <summary>Sizes both sides agree on.</summary>
public static class FrameLimits
{
    /// <summary>Header: u32 length of what follows the header, u16 type, u16 stream; little-endian.</summary>
    public const int Header = 8;

    /// <summary>The longest payload. A longer one is no frame but an attack or a fault, and ends the connection.</summary>
    public const int Payload = 1 << 20;

    /// <summary>The most data bytes one STDIN, OUT or ERR frame carries, so that streams take turns.</summary>
    public const int Data = 32 << 10;

    /// <summary>What may be sent on a stream, for each of STDIN, OUT and ERR, before the first CREDIT.</summary>
    public const int InitialCredit = 256 << 10;

    /// <summary>The longest question after a name, or answer to one: what clients of EDNS offer at most (RFC 6891, section 6.2.5).</summary>
    public const int NameMessage = 4096;

    /// <summary>The size of an instruction of a filter (struct sock_filter).</summary>
    public const int FilterInstruction = 8;

    /// <summary>The longest program of a filter: 4096 instructions (BPF_MAXINSNS).</summary>
    public const int Filter = 4096 * FilterInstruction;
}
