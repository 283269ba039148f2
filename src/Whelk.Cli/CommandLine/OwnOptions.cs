using System.CommandLine;

namespace Whelk.Cli.CommandLine;

/// <summary>
/// Finds where a command's own options end. Docker looks for none behind an image's or a workload's name: "run IMAGE ls -lt" is not to be
/// taken apart, whatever -l and -t mean to `run`.
/// </summary>
internal static class OwnOptions
{
    private const string DoubleDash = "--";

    /// <summary>The same words with "--" before the first that belongs to a program, and "--name=" as a name and an empty value.</summary>
    public static string[] Mark(Command root, string[] words)
    {
        var (command, marked) = (root, new List<string>());
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];
            if (word is ['-', _, ..])
            {
                if (word == DoubleDash || TakesNextWord(root, command, word) is not { } takesNext)
                {
                    // What follows are words already, or the parser will say what is wrong.
                    return [.. marked, .. words[index..]];
                }

                marked.AddRange(word is ['-', '-', .. var name, '='] ? [$"{DoubleDash}{name}", string.Empty] : [word]);
                if (takesNext && index + 1 < words.Length)
                {
                    marked.Add(words[++index]);
                }
            }
            else if (command.Subcommands.FirstOrDefault(known => known.Name == word) is { } inner)
            {
                command = inner;
                marked.Add(word);
            }
            else if (command.Arguments.Any(argument => argument.CaptureRemainingTokens))
            {
                return [.. marked, DoubleDash, .. words[index..]];
            }
            else
            {
                marked.Add(word);
            }
        }

        return [.. marked];
    }

    /// <summary>Whether the word's last option takes the next word as its value; null where it has an unknown one.</summary>
    private static bool? TakesNextWord(Command root, Command command, string word)
    {
        if (word.StartsWith(DoubleDash, StringComparison.Ordinal))
        {
            return Find(root, command, word.Split('=', 2)[0]) is { } option ? TakesValue(option) && !word.Contains('=', StringComparison.Ordinal) : null;
        }

        for (var index = 1; index < word.Length; index++)
        {
            if (Find(root, command, $"-{word[index]}") is not { } option)
            {
                return null;
            }

            if (TakesValue(option))
            {
                return index == word.Length - 1;
            }
        }

        return false;
    }

    private static Option? Find(Command root, Command command, string name) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive)).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
}
