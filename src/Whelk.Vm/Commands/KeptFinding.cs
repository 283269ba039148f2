namespace Whelk.Vm.Commands;

/// <summary>What <c>doctor</c> found of what is kept ready for machines.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Detail">How it is.</param>
/// <param name="Mend">What helps where it is not as it should be; null where it is.</param>
internal sealed record KeptFinding(string Name, string Detail, string? Mend = null);
