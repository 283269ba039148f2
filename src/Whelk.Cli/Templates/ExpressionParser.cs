using System.Globalization;
using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>
/// Reads what stands in an action: pipelines of function calls, paths, variables and literals. Parentheses may hold a pipeline, and a
/// path may follow them.
/// </summary>
internal sealed class ExpressionParser(string source, Action<string> seeField)
{
    private const int DeepestNesting = 50;
    private int _position;
    private int _depth;

    public Expression Parse()
    {
        var expression = Pipeline();
        return AtEnd ? expression : throw Unexpected();
    }

    private bool AtEnd
    {
        get
        {
            while (_position < source.Length && source[_position] == ' ')
            {
                _position++;
            }

            return _position == source.Length;
        }
    }

    private char Current => source[_position];

    private Expression Pipeline()
    {
        if (++_depth > DeepestNesting)
        {
            throw Template.Failure("too deeply nested");
        }

        var expression = Command(piped: null);
        while (!AtEnd && Current == '|')
        {
            _position++;
            expression = Command(expression);
        }

        _depth--;
        return expression;
    }

    private Expression Command(Expression? piped)
    {
        var start = _position;
        if (!AtEnd && char.IsAsciiLetter(Current) && Word() is var name && name is not ("true" or "false"))
        {
            return Functions.Knows(name)
                ? new CallExpression(name, Arguments(piped))
                : throw Template.Failure($"function \"{name}\" not defined");
        }

        _position = start;
        if (piped is not null)
        {
            throw Template.Failure("only a function can take a piped value");
        }

        return Operand();
    }

    private List<Expression> Arguments(Expression? piped)
    {
        var arguments = new List<Expression>();
        while (!AtEnd && Current is not ('|' or ')'))
        {
            arguments.Add(Operand());
        }

        if (piped is not null)
        {
            arguments.Add(piped);
        }

        return arguments;
    }

    private Expression Operand()
    {
        if (AtEnd)
        {
            throw Template.Failure("missing value for command");
        }

        return Current switch
        {
            '.' => Path(new VariableExpression(null), seeField),
            '$' => Path(new VariableExpression(Variable()), _ => { }),
            '(' => Path(Parenthesised(), _ => { }),
            '"' or '`' => new LiteralExpression(JsonValue.Create(Quoted(Current))),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word() switch
            {
                "true" => new LiteralExpression(JsonValue.Create(true)),
                "false" => new LiteralExpression(JsonValue.Create(false)),
                _ => throw Unexpected(),
            },
        };
    }

    private Expression Path(Expression root, Action<string> seeFirst)
    {
        var expression = root;
        while (_position < source.Length && Current == '.')
        {
            _position++;
            var name = Word();
            if (name.Length == 0)
            {
                // A lone dot; anywhere else an empty name is a mistake.
                return ReferenceEquals(expression, root) ? root : throw Unexpected();
            }

            if (ReferenceEquals(expression, root))
            {
                seeFirst(name);
            }

            expression = new FieldExpression(expression, name);
        }

        return expression;
    }

    private Expression Parenthesised()
    {
        _position++;
        var inner = Pipeline();
        if (AtEnd || Current != ')')
        {
            throw Template.Failure("unclosed left paren");
        }

        _position++;
        return inner;
    }

    private string Variable()
    {
        _position++;
        return $"${Word()}";
    }

    private string Quoted(char quote)
    {
        var start = ++_position;
        while (_position < source.Length && Current != quote)
        {
            _position++;
        }

        if (_position == source.Length)
        {
            throw Template.Failure("unterminated quoted string");
        }

        return source[start.._position++];
    }

    private LiteralExpression Number()
    {
        var start = _position++;
        while (_position < source.Length && char.IsAsciiDigit(Current))
        {
            _position++;
        }

        return long.TryParse(source.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new LiteralExpression(JsonValue.Create(number))
            : throw Unexpected();
    }

    private string Word()
    {
        var start = _position;
        while (_position < source.Length && (char.IsAsciiLetterOrDigit(Current) || Current == '_'))
        {
            _position++;
        }

        return source[start.._position];
    }

    private Whelk.Errors.WhelkException Unexpected() =>
        Template.Failure(_position < source.Length ? $"unexpected \"{Current}\" in {{{{{source}}}}}" : $"unexpected end of {{{{{source}}}}}");
}
