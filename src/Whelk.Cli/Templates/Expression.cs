using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>Something in a template that has a value.</summary>
internal abstract record Expression
{
    public abstract JsonNode? Evaluate(Scope scope);
}
