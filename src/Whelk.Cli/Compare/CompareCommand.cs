using System.CommandLine;
using System.Text.Json;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Compare;

/// <summary>`whelk compare`: one image run as container and as VM, measured side by side.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "compare", "Run an image as container and as VM, and measure both");
        var runs = Flags.Number("--runs", "How often each is run");
        var ways = Flags.List("--start", "Only these ways in which a VM starts: cold, clone, waiting");
        var format = Flags.Text("--format", "table or json");
        format.DefaultValueFactory = _ => "table";
        format.AcceptOnlyFromAmong("table", "json");
        var words = new Argument<string[]>("[IMAGE] [-- COMMAND...]") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(runs);
        command.Add(ways);
        command.Add(format);
        command.Add(words);
        command.Runs((parse, engine) =>
        {
            var request = Request(parse, words, parse.GetValue(runs), parse.GetValue(ways));
            using var answer = engine.Send(EngineRequest.Post("/whelk/compare", request, WireJson.Default.CompareRequest));
            var result = Follow(answer, new CompareProgressLine(host));
            if (parse.GetValue(format) == "json")
            {
                host.Out.WriteLine(JsonText.Indented(JsonSerializer.SerializeToNode(result, WireJson.Default.CompareResult)));
            }
            else
            {
                CompareTable.Write(Terminals.Out(host), result);
            }

            return 0;
        });
        return command;
    }

    private static CompareRequest Request(ParseResult parse, Argument<string[]> argument, int? runs, string[]? ways)
    {
        if (runs is <= 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid argument \"{runs}\" for \"--runs\" flag: at least one run is needed");
        }

        var words = Positionals.Of(parse, argument);
        // Only the parser's tokens tell `compare -- cmd` from `compare cmd`.
        var tokens = parse.Tokens.Select(token => token.Value).ToList();
        var dashes = tokens.IndexOf("--");
        var behind = dashes < 0 ? 0 : tokens.Count - dashes - 1;
        var before = words.Length - behind;
        return before <= 1
            ? new CompareRequest { Image = before == 1 ? words[0] : null, Cmd = behind > 0 ? words[before..] : null, Runs = runs, StartWays = ways is { Length: > 0 } ? ways : null }
            : throw new WhelkException(ErrorCode.InvalidArgument, "'whelk compare' takes one image; the command goes behind \"--\"");
    }

    private static CompareResult Follow(EngineResponse answer, CompareProgressLine progress)
    {
        CompareResult? result = null;
        foreach (var message in answer.ReadLines(WireJson.Default.CompareMessage))
        {
            if (message.Error is { } error)
            {
                progress.End();
                throw new WhelkException(ErrorCode.Internal, error);
            }

            if (message.Progress is { } step)
            {
                progress.Show(step);
            }

            result = message.Result ?? result;
        }

        progress.End();
        return result ?? throw new WhelkException(ErrorCode.Unavailable, "the daemon stopped before the comparison was complete");
    }
}
