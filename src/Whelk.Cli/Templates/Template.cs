using System.Text;
using System.Text.Json.Nodes;
using Whelk.Errors;

namespace Whelk.Cli.Templates;

/// <summary>
/// A template in the part of Go's text/template that people use with --format: fields, json, index, range, if, and a few functions.
/// Applied to JSON, so that it shows every field that the daemon sends.
/// </summary>
internal sealed class Template
{
    private readonly IReadOnlyList<TemplateNode> _nodes;

    private Template(IReadOnlyList<TemplateNode> nodes, IReadOnlySet<string> fields)
    {
        _nodes = nodes;
        Fields = fields;
    }

    /// <summary>The first names of all paths in it.</summary>
    public IReadOnlySet<string> Fields { get; }

    /// <exception cref="WhelkException">InvalidArgument: the template is malformed, or uses what is not supported.</exception>
    public static Template Parse(string text)
    {
        var parser = new TemplateParser(text);
        return new Template(parser.Parse(), parser.Fields);
    }

    /// <summary>The text that it makes of <paramref name="data"/>.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it asks for a field that is not there.</exception>
    public string Apply(JsonNode? data)
    {
        var output = new StringBuilder();
        var scope = new Scope(data);
        foreach (var node in _nodes)
        {
            node.Write(output, scope);
        }

        return output.ToString();
    }

    internal static WhelkException Failure(string reason) => new(ErrorCode.InvalidArgument, $"template parsing error: {reason}");
}
