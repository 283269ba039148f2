using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>".Name" of something.</summary>
internal sealed record FieldExpression(Expression Of, string Name) : Expression
{
    public override JsonNode? Evaluate(Scope scope) => Of.Evaluate(scope) switch
    {
        null => null,
        JsonObject map => map.TryGetPropertyValue(Name, out var value) ? value : throw Missing($"map has no entry for key \"{Name}\""),
        _ => throw Missing("only an object has fields"),
    };

    private Whelk.Errors.WhelkException Missing(string reason) => Template.Failure($"executing \"\" at <.{Name}>: {reason}");
}
