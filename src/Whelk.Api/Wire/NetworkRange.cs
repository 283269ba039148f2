namespace Whelk.Api.Wire;

internal sealed record NetworkRange(string Subnet, string Gateway);
