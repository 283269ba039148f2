using System.Text;

namespace Whelk.Cli.Templates;

/// <summary>An action that shows a value.</summary>
internal sealed record OutputNode(Expression Value) : TemplateNode
{
    public override void Write(StringBuilder output, Scope scope) => output.Append(GoText.Of(Value.Evaluate(scope)));
}
