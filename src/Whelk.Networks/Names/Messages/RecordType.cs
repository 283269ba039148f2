namespace Whelk.Networks.Names.Messages;

/// <summary>The TYPE and QTYPE values that are treated apart. Any other is a number that is passed on. RFC 1035 §3.2.2, RFC 3596, RFC 6891.</summary>
internal enum RecordType : ushort
{
    A = 1,
    PTR = 12,
    AAAA = 28,
    OPT = 41,
    IXFR = 251,
    AXFR = 252,
    ANY = 255,
}
