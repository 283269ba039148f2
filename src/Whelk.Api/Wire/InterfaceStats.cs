using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record InterfaceStats
{
    [JsonPropertyName("rx_bytes")]
    public long ReceivedBytes { get; init; }

    [JsonPropertyName("rx_packets")]
    public long ReceivedPackets { get; init; }

    [JsonPropertyName("rx_errors")]
    public long ReceivedErrors { get; init; }

    [JsonPropertyName("rx_dropped")]
    public long ReceivedDropped { get; init; }

    [JsonPropertyName("tx_bytes")]
    public long SentBytes { get; init; }

    [JsonPropertyName("tx_packets")]
    public long SentPackets { get; init; }

    [JsonPropertyName("tx_errors")]
    public long SentErrors { get; init; }

    [JsonPropertyName("tx_dropped")]
    public long SentDropped { get; init; }
}
