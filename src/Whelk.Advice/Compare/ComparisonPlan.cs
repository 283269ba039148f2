using Whelk.Images;

namespace Whelk.Advice.Compare;

/// <summary>A comparison that can begin: its image is there, and something here runs it.</summary>
public sealed class ComparisonPlan
{
    internal ComparisonPlan(Image image, string name, IReadOnlyList<string>? command, int runs, IReadOnlyList<Contestant> contestants)
    {
        Image = image;
        Name = name;
        Command = command;
        Runs = runs;
        Contestants = contestants;
    }

    internal Image Image { get; }

    /// <summary>As the user wrote it.</summary>
    internal string Name { get; }

    internal IReadOnlyList<string>? Command { get; }

    internal int Runs { get; }

    internal IReadOnlyList<Contestant> Contestants { get; }

    /// <summary>Those that nothing has gone wrong with.</summary>
    internal IEnumerable<Contestant> Remaining => Contestants.Where(side => side.Failure is null);
}
