namespace Whelk.Guest.Protocol;

/// <summary>One frame. The payload is the receiver's until the parser is asked for the next one.</summary>
public readonly record struct Frame(FrameType Type, ushort Stream, ReadOnlyMemory<byte> Payload);
