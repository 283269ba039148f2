using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>The dot, or a variable ("$name").</summary>
internal sealed record VariableExpression(string? Name) : Expression
{
    public override JsonNode? Evaluate(Scope scope) => Name is null ? scope.Dot : scope.Get(Name);
}
