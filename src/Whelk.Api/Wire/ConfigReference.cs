namespace Whelk.Api.Wire;

/// <summary>A network whose configuration another one takes over.</summary>
internal sealed record ConfigReference(string? Network);
