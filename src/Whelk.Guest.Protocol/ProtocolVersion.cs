namespace Whelk.Guest.Protocol;

/// <summary>What READY carries: host and guest of different versions refuse each other instead of guessing.</summary>
public static class ProtocolVersion
{
    public const uint Current = 6;
}
