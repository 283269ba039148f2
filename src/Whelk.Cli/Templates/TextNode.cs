using System.Text;

namespace Whelk.Cli.Templates;

/// <summary>Text between actions.</summary>
internal sealed record TextNode(string Text) : TemplateNode
{
    public override void Write(StringBuilder output, Scope scope) => output.Append(Text);
}
