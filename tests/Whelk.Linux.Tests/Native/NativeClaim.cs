namespace Whelk.Linux.Tests.Native;

/// <summary>That an expression of C has this value.</summary>
internal sealed record NativeClaim(string Expression, long Value);
