using System.Net;
using System.Security.Cryptography;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Names;

/// <summary>
/// Answers a message: names and addresses of workloads from the table, everything else from the host's resolvers, as Docker's resolver on a user-defined
/// network does. A known name without an address of the kind that is asked for is an answer without records: NXDOMAIN would make musl give up on the name.
/// </summary>
internal sealed class NameResolver(NameTable table, Forwarder forwarder, IPNetwork subnet)
{
    private const ushort Internet = 1;
    private const ushort AnyClass = 255;
    private const int MostForwards = 256;
    private const int MostForwardsOfOneClient = 64;
    private readonly ClientLimits _forwards = new(MostForwards, MostForwardsOfOneClient);

    /// <summary>Completes at once where nothing has to be asked elsewhere; the message is not used after the call has returned.</summary>
    /// <returns>Null where nothing is to be said.</returns>
    internal ValueTask<byte[]?> AnswerAsync(ReadOnlySpan<byte> message, IPAddress client, bool udp, CancellationToken cancellationToken)
    {
        // Whatever comes from elsewhere has been sent round the bridges.
        if ((table.NeighboursOf(client) ?? (subnet.Contains(client) ? Neighbours.OfOwnBridge : null)) is not { } asker)
        {
            return ValueTask.FromResult<byte[]?>(null);
        }

        return QueryReader.Read(message) switch
        {
            Reading.Accepted(var query) when OwnAnswer(query, asker, udp) is { } answer => ValueTask.FromResult<byte[]?>(answer),
            Reading.Accepted(var query) when !asker.LeadsOut => ValueTask.FromResult<byte[]?>(ResponseWriter.Empty(query, ResponseCode.SERVFAIL)),
            Reading.Accepted(var query) => new ValueTask<byte[]?>(ForwardAsync(query, client, udp, cancellationToken)),
            Reading.Rejected(var code) => ValueTask.FromResult<byte[]?>(ResponseWriter.Rejection(message, code)),
            _ => ValueTask.FromResult<byte[]?>(null),
        };
    }

    private byte[]? OwnAnswer(DnsQuery query, Neighbours asker, bool udp)
    {
        if (query.EdnsVersion != 0)
        {
            return ResponseWriter.Empty(query, ResponseCode.BADVERS);
        }

        // A zone comes in many messages, and there is none to give.
        if (query.Type is RecordType.AXFR or RecordType.IXFR)
        {
            return ResponseWriter.Empty(query, ResponseCode.REFUSED);
        }

        if (query.Name is not { Length: > 0 } name || query.Class is not (Internet or AnyClass))
        {
            return null;
        }

        return ReverseName.TryParse(name) is { } address ? Reverse(query, address, asker) : Forward(query, name, asker, udp);
    }

    /// <summary>Nobody else knows the addresses of the bridge, so what is not in the table does not exist.</summary>
    private byte[]? Reverse(DnsQuery query, IPAddress address, Neighbours asker) => table.NameOf(address, asker) switch
    {
        null => subnet.Contains(address) ? ResponseWriter.Empty(query, ResponseCode.NXDOMAIN) : null,
        var name when query.Type is RecordType.PTR or RecordType.ANY => ResponseWriter.Pointer(query, name),
        _ => ResponseWriter.Empty(query, ResponseCode.NOERROR),
    };

    private byte[]? Forward(DnsQuery query, string name, Neighbours asker, bool udp)
    {
        var owners = table.Find(name, asker);
        if (owners.Count == 0)
        {
            return null;
        }

        var addresses = query.Type switch
        {
            RecordType.A or RecordType.ANY => owners.Select(owner => owner.Address).ToArray(),
            RecordType.AAAA => [.. owners.Select(owner => owner.Address6).OfType<IPAddress>()],
            _ => [],
        };
        if (addresses.Length == 0)
        {
            return ResponseWriter.Empty(query, ResponseCode.NOERROR);
        }

        // Clients take the first: in random order, workloads that share a hostname share the work.
        RandomNumberGenerator.Shuffle(addresses.AsSpan());
        return ResponseWriter.Addresses(query, addresses, udp);
    }

    private async Task<byte[]?> ForwardAsync(DnsQuery query, IPAddress client, bool udp, CancellationToken cancellationToken)
    {
        if (!_forwards.TryEnter(client))
        {
            return ResponseWriter.Empty(query, ResponseCode.REFUSED);
        }

        try
        {
            return await forwarder.AskAsync(query, udp, cancellationToken) ?? ResponseWriter.Empty(query, ResponseCode.SERVFAIL);
        }
        finally
        {
            _forwards.Leave(client);
        }
    }
}
