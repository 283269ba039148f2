using System.CommandLine;

namespace Whelk.Cli.CommandLine;

/// <summary>The kinds of options that Docker's command line knows.</summary>
internal static class Flags
{
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description };

    public static Option<string?> Text(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.ExactlyOne };

    public static Option<int?> Number(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>An option that may be given many times, one value each time.</summary>
    public static Option<string[]> List(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    /// <summary>Names of which at least one must be given.</summary>
    public static Argument<string[]> Names(string name) => new(name) { Arity = ArgumentArity.OneOrMore };

    /// <summary>A name and everything behind it, which belongs to the command that runs inside: no option of ours is looked for there.</summary>
    public static Argument<string[]> NameAndCommand(string name) =>
        new(name) { Arity = ArgumentArity.OneOrMore, CaptureRemainingTokens = true };
}
