using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>What names mean at one place of a template: the dot and the variables of the ranges around it.</summary>
internal sealed record Scope(JsonNode? Dot)
{
    private readonly Scope? _outer;
    private readonly Dictionary<string, JsonNode?> _variables = [];

    private Scope(Scope outer, JsonNode? dot)
        : this(dot) => _outer = outer;

    /// <summary>A scope within this one.</summary>
    public Scope Inner(JsonNode? dot) => new(this, dot);

    public void Set(string variable, JsonNode? value) => _variables[variable] = value;

    /// <summary>The value of <paramref name="variable"/>; "$" alone is what the whole template was applied to.</summary>
    public JsonNode? Get(string variable)
    {
        if (variable == "$")
        {
            return _outer is null ? Dot : _outer.Get(variable);
        }

        if (_variables.TryGetValue(variable, out var value))
        {
            return value;
        }

        return _outer is null ? throw Template.Failure($"undefined variable \"{variable}\"") : _outer.Get(variable);
    }
}
