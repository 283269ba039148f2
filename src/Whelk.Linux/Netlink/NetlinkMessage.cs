namespace Whelk.Linux.Netlink;

/// <summary>What the kernel answered: the message's type and what follows its header.</summary>
public sealed record NetlinkMessage(ushort Type, ReadOnlyMemory<byte> Payload);
