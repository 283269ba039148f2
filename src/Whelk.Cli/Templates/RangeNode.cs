using System.Text;
using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>{{range}} … {{else}} … {{end}} over a list, or over an object in the order of its keys.</summary>
internal sealed record RangeNode(Expression Over, string? KeyName, string? ValueName, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode
{
    public override void Write(StringBuilder output, Scope scope)
    {
        var empty = true;
        foreach (var (key, value) in Elements(Over.Evaluate(scope)))
        {
            empty = false;
            var inner = scope.Inner(value);
            if (KeyName is not null)
            {
                inner.Set(KeyName, key);
            }

            if (ValueName is not null)
            {
                inner.Set(ValueName, value);
            }

            WriteAll(Body, output, inner);
        }

        if (empty)
        {
            WriteAll(Else, output, scope);
        }
    }

    private static void WriteAll(IReadOnlyList<TemplateNode> nodes, StringBuilder output, Scope scope)
    {
        foreach (var node in nodes)
        {
            node.Write(output, scope);
        }
    }

    private static IEnumerable<(JsonNode Key, JsonNode? Value)> Elements(JsonNode? over) => over switch
    {
        null => [],
        JsonArray array => array.Select((value, index) => ((JsonNode)JsonValue.Create(index), value)),
        JsonObject map => map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => ((JsonNode)JsonValue.Create(pair.Key), pair.Value)),
        _ => throw Template.Failure($"range can't iterate over {GoText.Of(over)}"),
    };
}
