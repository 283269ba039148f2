namespace Whelk.Api.Wire;

/// <summary>Whom an event happened to.</summary>
internal sealed record EventActor(string ID, IReadOnlyDictionary<string, string> Attributes);
