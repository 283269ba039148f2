using Whelk.Errors;

namespace Whelk.Vm.CommandLine;

/// <summary>A command line as OCI runtimes read it: <c>--opt value</c> or <c>--opt=value</c>, before or after the positional words.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _values = [];
    private readonly HashSet<string> _flags = [];

    /// <summary>The words that are no options, in order; after "--" or (where so many words have come as were asked for) everything.</summary>
    internal List<string> Words { get; } = [];

    /// <param name="args">What was given.</param>
    /// <param name="valued">Options that take a value; one-letter ones too, without dashes.</param>
    /// <param name="flags">Options that take none (or =true, =false).</param>
    /// <param name="stopAt">Options end after this many words (for the command of exec); 0: never.</param>
    internal static Arguments Parse(IReadOnlyList<string> args, string[] valued, string[] flags, int stopAt = 0)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            if (argument == "--" || (stopAt > 0 && parsed.Words.Count >= stopAt))
            {
                parsed.Words.AddRange(args.Skip(argument == "--" ? i + 1 : i));
                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                parsed.Words.Add(argument);
                continue;
            }

            i += parsed.Take(argument.TrimStart('-'), i + 1 < args.Count ? args[i + 1] : null, valued, flags);
        }

        return parsed;
    }

    internal string? Value(string name) => _values.TryGetValue(name, out var values) ? values[^1] : null;

    internal IReadOnlyList<string> Values(string name) => _values.GetValueOrDefault(name, []);

    internal bool Flag(string name) => _flags.Contains(name);

    /// <summary>The word at a position, which the command cannot do without.</summary>
    internal string Word(int index, string what) => index < Words.Count
        ? Words[index]
        : throw new WhelkException(ErrorCode.InvalidArgument, $"{what} is missing");

    // Returns how many further arguments were used.
    private int Take(string option, string? next, string[] valued, string[] flags)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? option : option[..equals];
        if (valued.Contains(name))
        {
            var value = equals >= 0 ? option[(equals + 1)..] : next ?? throw new WhelkException(ErrorCode.InvalidArgument, $"option --{name} needs a value");
            (_values.TryGetValue(name, out var list) ? list : _values[name] = []).Add(value);
            return equals >= 0 ? 0 : 1;
        }

        if (!flags.Contains(name))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"unknown option --{name}");
        }

        if (equals < 0 || option[(equals + 1)..] is not "false")
        {
            _flags.Add(name);
        }

        return 0;
    }
}
