using System.Text;

namespace Whelk.Cli.Client;

/// <summary>Builds a request's target: a path and the parameters that were set.</summary>
internal sealed class QueryString(string path)
{
    private readonly StringBuilder _target = new(path);
    private char _separator = '?';

    /// <summary>A path segment, safe against names that hold a slash or a question mark.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>Adds <paramref name="name"/> unless its value is null.</summary>
    public QueryString Add(string name, string? value)
    {
        if (value is not null)
        {
            _target.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    /// <summary>Adds <paramref name="name"/>=1 where it is true.</summary>
    public QueryString Add(string name, bool value) => Add(name, value ? "1" : null);

    public override string ToString() => _target.ToString();
}
