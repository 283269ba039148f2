using System.CommandLine;
using System.Text.Json.Nodes;
using Whelk.Api;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Images;

/// <summary>`whelk images`.</summary>
internal static class ImagesCommand
{
    private const string Table = "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
    private const string None = "<none>";
    private const int ShortId = 12;

    private static readonly Dictionary<string, string> Headings = new() { ["ID"] = "IMAGE ID", ["CreatedSince"] = "CREATED", ["CreatedAt"] = "CREATED AT" };

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "images", "List images");
        var all = Flags.Switch("--all", "Show also those without a name", "-a");
        var filter = Flags.List("--filter", "Show only what matches: KEY=VALUE", "-f");
        var format = Flags.Text("--format", "table, json, or a template");
        var noTrunc = Flags.Switch("--no-trunc", "Do not shorten");
        var quiet = Flags.Switch("--quiet", "Show ids only", "-q");
        var name = new Argument<string?>("REPOSITORY[:TAG]") { Arity = ArgumentArity.ZeroOrOne };
        foreach (var option in (Option[])[all, filter, format, noTrunc, quiet])
        {
            command.Add(option);
        }

        command.Add(name);
        command.Runs((parse, engine) =>
        {
            string[] filters = [.. parse.GetRequiredValue(filter), .. parse.GetValue(name) is { } only ? (string[])[$"reference={only}"] : []];
            var images = engine.Ask(
                EngineRequest.Get(new QueryString("/images/json").Add("all", parse.GetValue(all)).Add("filters", Filters.ToJson(filters)).ToString()),
                WireJson.Default.ImageSummaryArray);
            var rows = images.SelectMany(image => Rows(image, host.Time, parse.GetValue(noTrunc)));
            RowOutput.Write(host.Out, rows, parse.GetValue(quiet) ? "{{.ID}}" : parse.GetValue(format), Table, Headings);
            return 0;
        });
        return command;
    }

    // One row per name: an image with two tags is listed twice, as Docker does.
    private static IEnumerable<JsonObject> Rows(ImageSummary image, TimeProvider time, bool whole)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(image.Created);
        var digits = image.Id[(image.Id.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var name in image.RepoTags is { Length: > 0 } tags ? tags : [$"{None}:{None}"])
        {
            var (repository, tag) = ImageName.Split(name);
            yield return new JsonObject
            {
                ["CreatedAt"] = $"{created:yyyy-MM-dd HH:mm:ss} +0000 UTC",
                ["CreatedSince"] = $"{HumanDuration.Of(time.GetUtcNow() - created)} ago",
                ["Digest"] = image.RepoDigests is [var digest, ..] ? digest[(digest.IndexOf('@', StringComparison.Ordinal) + 1)..] : None,
                ["ID"] = whole ? image.Id : digits[..Math.Min(ShortId, digits.Length)],
                ["Repository"] = repository,
                ["Size"] = HumanSize.Decimal(image.Size),
                ["Tag"] = tag ?? None,
            };
        }
    }
}
