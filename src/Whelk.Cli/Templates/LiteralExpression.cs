using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>A string, number or truth value written in the template.</summary>
internal sealed record LiteralExpression(JsonNode Value) : Expression
{
    public override JsonNode? Evaluate(Scope scope) => Value;
}
