namespace Whelk.Api.Wire;

/// <summary>Where the layers of something lie.</summary>
internal sealed record GraphDriver(string Name, IReadOnlyDictionary<string, string>? Data);
