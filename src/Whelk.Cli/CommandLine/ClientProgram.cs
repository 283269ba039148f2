using System.CommandLine;
using System.CommandLine.Parsing;

namespace Whelk.Cli.CommandLine;

/// <summary>From the words of a command line to an exit code.</summary>
internal static class ClientProgram
{
    private const int UsageError = 125;

    /// <summary>Parses and runs; writes out everything before it returns.</summary>
    public static int Run(string[] words, CommandHost host)
    {
        var root = WhelkCommand.Create(host);

        // "@name" is a word like any other: no file of more words is read.
        var parse = root.Parse(OwnOptions.Mark(root, words), new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = parse.Errors.Count > 0 && parse.Action is System.CommandLine.Invocation.ParseErrorAction
            ? Misused(parse, host)
            : parse.Invoke(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        host.Flush();
        return code;
    }

    private static int Misused(ParseResult parse, CommandHost host)
    {
        var path = PathOf(parse.CommandResult);
        host.Error.WriteLine($"whelk: {Reason(parse, path)}\n\nRun '{path} --help' for more information");
        return UsageError;
    }

    private static string Reason(ParseResult parse, string path)
    {
        if (parse.UnmatchedTokens is [var unknown, ..])
        {
            return unknown switch
            {
                ['-', '-', ..] => $"unknown flag: {unknown}",
                ['-', _, ..] => $"unknown shorthand flag: '{unknown[1]}' in {unknown}",
                _ when parse.CommandResult.Parent is null => $"unknown command: {path} {unknown}",
                _ => $"'{path}' does not take the argument \"{unknown}\"",
            };
        }

        var missing = parse.CommandResult.Command.Arguments
            .FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is null or { Tokens.Count: 0 });
        return missing is null
            ? parse.Errors[0].Message
            : $"'{path}' requires at least {parse.CommandResult.Command.Arguments.Sum(argument => argument.Arity.MinimumNumberOfValues)} argument(s): {missing.Name}";
    }

    private static string PathOf(SymbolResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {((CommandResult)result).Command.Name}"
        : "whelk";
}
