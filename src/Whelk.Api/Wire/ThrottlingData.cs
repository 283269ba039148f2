using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record ThrottlingData(
    [property: JsonPropertyName("periods")] long Periods,
    [property: JsonPropertyName("throttled_periods")] long ThrottledPeriods,
    [property: JsonPropertyName("throttled_time")] long Nanoseconds);
