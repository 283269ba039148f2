using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>A function applied to arguments.</summary>
internal sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments) : Expression
{
    public override JsonNode? Evaluate(Scope scope) => Functions.Call(Function, [.. Arguments.Select(argument => argument.Evaluate(scope))]);
}
