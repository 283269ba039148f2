using System.Text;

namespace Whelk.Cli.Templates;

/// <summary>{{if}} … {{else}} … {{end}}, and {{with}}, which moves the dot too.</summary>
internal sealed record IfNode(Expression Condition, bool MovesDot, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode
{
    public override void Write(StringBuilder output, Scope scope)
    {
        var value = Condition.Evaluate(scope);
        var holds = GoText.IsTrue(value);
        var inner = holds && MovesDot ? scope.Inner(value) : scope;
        foreach (var node in holds ? Then : Else)
        {
            node.Write(output, inner);
        }
    }
}
