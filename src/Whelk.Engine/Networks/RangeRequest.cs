namespace Whelk.Engine.Networks;

/// <summary>Addresses that are asked for; what is empty is chosen.</summary>
public sealed record RangeRequest(string Subnet, string IPRange, string Gateway, IReadOnlyDictionary<string, string> Auxiliary);
