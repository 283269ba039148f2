namespace Whelk.Networks.Names.Messages;

/// <summary>RCODE of RFC 1035 §4.1.1; BADVERS of RFC 6891 §9, whose upper bits go into the OPT record.</summary>
internal enum ResponseCode
{
    NOERROR = 0,
    FORMERR = 1,
    SERVFAIL = 2,
    NXDOMAIN = 3,
    NOTIMP = 4,
    REFUSED = 5,
    BADVERS = 16,
}
