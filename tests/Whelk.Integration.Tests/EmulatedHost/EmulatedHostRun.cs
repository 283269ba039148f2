using Whelk.Linux.Processes;

namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>One run of the checks on an emulated host.</summary>
/// <param name="Result">What they said.</param>
/// <param name="Left">The files that it has left.</param>
internal sealed record EmulatedHostRun(CommandResult Result, IReadOnlyList<string> Left);
