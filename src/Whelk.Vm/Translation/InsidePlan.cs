using Whelk.Errors;
using Whelk.Guest.Protocol;

namespace Whelk.Vm.Translation;

/// <summary>The agent's look into a workload: the words of <c>inside</c>, with the paths that the guest has put in their place.</summary>
internal static class InsidePlan
{
    /// <param name="words">The operation and what the caller says of it.</param>
    /// <param name="root">Where the root is in the guest.</param>
    /// <param name="pid">The workload's first process in the guest.</param>
    /// <exception cref="WhelkException">Unsupported: no such operation here.</exception>
    internal static GuestProcess Of(IReadOnlyList<string> words, RootPlan root, int pid)
    {
        var seen = $"/proc/{pid}/root";
        IReadOnlyList<string> arguments = words switch
        {
            [InsideWords.Stat or InsideWords.Pack or InsideWords.Unpack, ..] => [words[0], seen, .. words.Skip(1)],
            [InsideWords.PackAll] => [words[0], root.Path],
            [InsideWords.Changes, ..] when root is { Upper: { } upper, Lower: { } lower } => [words[0], upper, lower, .. words.Skip(1)],
            [InsideWords.Processes, ..] => [words[0], $"{pid}", .. words.Skip(1)],
            _ => throw new WhelkException(ErrorCode.Unsupported, $"unknown look into a workload: {string.Join(' ', words)}"),
        };
        return new GuestProcess { Args = arguments, Joins = GuestProcess.JoinsAgent };
    }
}
