namespace Whelk.Cli.Templates;

/// <summary>Cuts a template into text and actions, and builds the tree of blocks.</summary>
internal sealed class TemplateParser(string text)
{
    private const string Open = "{{";
    private const string OpenTrimming = "{{- ";
    private const string Close = "}}";
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);
    private int _position;

    /// <summary>The first names of the paths seen so far.</summary>
    public IReadOnlySet<string> Fields => _fields;

    public IReadOnlyList<TemplateNode> Parse()
    {
        var (nodes, end) = Block();
        return end is null ? nodes : throw Template.Failure($"unexpected {{{{{end}}}}}");
    }

    /// <summary>Nodes up to {{else}}, {{end}} or the end of the text, and which of these it was.</summary>
    private (List<TemplateNode> Nodes, string? End) Block()
    {
        var nodes = new List<TemplateNode>();
        while (_position < text.Length)
        {
            var open = text.IndexOf(Open, _position, StringComparison.Ordinal);
            if (open != _position)
            {
                var until = open < 0 ? text.Length : open;
                var plain = text[_position..until];
                nodes.Add(new TextNode(text.AsSpan(until).StartsWith(OpenTrimming) ? plain.TrimEnd() : plain));
                _position = until;
                continue;
            }

            var action = Action();
            if (action is "end" or "else")
            {
                return (nodes, action);
            }

            nodes.Add(Node(action));
        }

        return (nodes, null);
    }

    private string Action()
    {
        var start = _position + Open.Length;
        var close = text.IndexOf(Close, start, StringComparison.Ordinal);
        if (close < 0)
        {
            throw Template.Failure("unclosed action");
        }

        _position = close + Close.Length;
        var action = text[start..close];
        if (action.EndsWith(" -", StringComparison.Ordinal))
        {
            while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }

            action = action[..^2];
        }

        return (action.StartsWith("- ", StringComparison.Ordinal) ? action[2..] : action).Trim();
    }

    private TemplateNode Node(string action)
    {
        var words = action.Split(' ', 2, StringSplitOptions.TrimEntries);
        switch (words[0])
        {
            case "range":
                return Range(words.Length == 2 ? words[1] : "");
            case "if" or "with":
                var condition = Expression(words.Length == 2 ? words[1] : "");
                var (then, otherwise) = Branches();
                return new IfNode(condition, words[0] == "with", then, otherwise);
            default:
                return new OutputNode(Expression(action));
        }
    }

    private RangeNode Range(string header)
    {
        var (key, value) = ((string?)null, (string?)null);
        var assign = header.IndexOf(":=", StringComparison.Ordinal);
        if (assign >= 0)
        {
            var names = header[..assign].Split(',', StringSplitOptions.TrimEntries);
            (key, value) = names.Length == 2 ? (names[0], names[1]) : (null, names[0]);
            header = header[(assign + 2)..];
        }

        var over = Expression(header);
        var (body, otherwise) = Branches();
        return new RangeNode(over, key, value, body, otherwise);
    }

    private (List<TemplateNode> Then, List<TemplateNode> Else) Branches()
    {
        var (then, end) = Block();
        if (end == "end")
        {
            return (then, []);
        }

        var (otherwise, last) = end == "else" ? Block() : ([], null);
        return last == "end" ? (then, otherwise) : throw Template.Failure("unexpected EOF");
    }

    private Expression Expression(string source) => new ExpressionParser(source, field => _fields.Add(field)).Parse();
}
