using System.Text;

namespace Whelk.Cli.Templates;

/// <summary>A part of a parsed template.</summary>
internal abstract record TemplateNode
{
    public abstract void Write(StringBuilder output, Scope scope);
}
