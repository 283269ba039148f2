using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>The answers to one batch, as they come in. An answer to an earlier batch (one that timed out) is passed over.</summary>
internal sealed class NetlinkExchange
{
    private const int NLMSGERR_ATTR_MSG = 1;
    private const int NlmsgerrSize = 20;
    private readonly NetlinkBatch _batch;
    private readonly uint _first;
    private int _awaited;
    private SyscallException? _failure;

    internal NetlinkExchange(NetlinkBatch batch, uint first)
    {
        _batch = batch;
        _first = first;
        foreach (var entry in batch.Entries)
        {
            _awaited += entry.IsAnswered ? 1 : 0;
        }
    }

    internal List<NetlinkMessage> Messages { get; } = [];

    /// <summary>The table changed while the kernel listed it: the list may lack something.</summary>
    internal bool Interrupted { get; private set; }

    internal bool IsComplete => _awaited <= 0;

    internal void Receive(uint sequence, ushort type, NetlinkFlags flags, ReadOnlySpan<byte> payload)
    {
        if (TryFind(sequence, out _))
        {
            Interrupted |= flags.HasFlag(NetlinkFlags.NLM_F_DUMP_INTR);
            Messages.Add(new NetlinkMessage(type, payload.ToArray()));
        }
    }

    internal void Answer(uint sequence, Errno errno, ReadOnlySpan<byte> payload)
    {
        if (!TryFind(sequence, out var entry))
        {
            return;
        }

        if (errno != Errno.None)
        {
            var reason = ExtendedReason(payload);
            var subject = reason.Length == 0 ? entry.Subject : $"{entry.Subject} ({reason})";
            _failure ??= SyscallResult.Failure(entry.Call, subject, errno);
        }

        // An error about a message that asked for no answer (the frame of an nfnetlink batch) ends the whole batch.
        _awaited = entry.IsAnswered ? _awaited - 1 : 0;
    }

    internal void ThrowFirstFailure()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    private static string ExtendedReason(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > NlmsgerrSize)
        {
            foreach (var attribute in new NetlinkAttributes(payload[NlmsgerrSize..]))
            {
                if (attribute.Type == NLMSGERR_ATTR_MSG)
                {
                    return attribute.AsString();
                }
            }
        }

        return string.Empty;
    }

    private bool TryFind(uint sequence, out NetlinkBatch.Entry entry)
    {
        var index = sequence - _first;
        var known = index < _batch.Entries.Length;
        entry = known ? _batch.Entries[(int)index] : default;
        return known;
    }
}
