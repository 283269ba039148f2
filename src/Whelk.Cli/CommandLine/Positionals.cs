using System.CommandLine;
using Whelk.Errors;

namespace Whelk.Cli.CommandLine;

/// <summary>Reads arguments, and refuses a mistyped option that the parser took for one.</summary>
internal static class Positionals
{
    private const string DoubleDash = "--";

    /// <exception cref="WhelkException">InvalidArgument: "unknown flag: --x".</exception>
    public static string[] Of(ParseResult parse, Argument<string[]> argument)
    {
        var words = parse.GetValue(argument) ?? [];
        var suspects = argument.CaptureRemainingTokens ? words.Take(1) : words;
        // A lone dash is standard input's name; behind "--" everything is a word.
        if (suspects.FirstOrDefault(word => word is ['-', _, ..]) is { } flag && !parse.Tokens.Any(token => token.Value == DoubleDash))
        {
            throw new ExitException(125, flag.StartsWith(DoubleDash, StringComparison.Ordinal)
                ? $"unknown flag: {flag}"
                : $"unknown shorthand flag: '{flag[1]}' in {flag}");
        }

        return words;
    }
}
