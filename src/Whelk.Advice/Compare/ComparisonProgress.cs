namespace Whelk.Advice.Compare;

/// <summary>A step that begins.</summary>
/// <param name="Side">On which side.</param>
/// <param name="Step">What is measured in it.</param>
/// <param name="Number">Which of the side's steps it is, from 1.</param>
/// <param name="Of">How many the side has.</param>
public sealed record ComparisonProgress(string Side, string Step, int Number, int Of);
