using System.Text;
using Whelk.Errors;

namespace Whelk.Images.Importing;

/// <summary>Words of a Dockerfile's line: quotes, backslashes and $VARIABLES (Dockerfile reference, "Environment replacement").</summary>
internal static class DockerfileWords
{
    /// <summary>Splits at blanks outside of quotes; quotes and backslashes stay for <see cref="Expand"/>.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(c).Append(text[++i]);
                continue;
            }

            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush(word, words);
                continue;
            }

            quote = quote == '\0' ? (c is '"' or '\'' ? c : '\0') : (c == quote ? '\0' : quote);
            word.Append(c);
        }

        Flush(word, words);
        return words;
    }

    /// <summary>Takes quotes and backslashes away and puts variables' values in; nothing is replaced within single quotes.</summary>
    /// <exception cref="WhelkException">InvalidArgument: a quote or brace is not closed, or a modifier is not known.</exception>
    public static string Expand(string word, IReadOnlyList<string> env)
    {
        var result = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < word.Length; i++)
        {
            switch (word[i])
            {
                case '\\' when quote != '\'' && i + 1 < word.Length:
                    AppendEscaped(word[++i], quote, result);
                    break;
                case '$' when quote != '\'':
                    result.Append(ReadVariable(word, ref i, env));
                    break;
                case '"' or '\'' when quote == '\0' || quote == word[i]:
                    quote = quote == '\0' ? word[i] : '\0';
                    break;
                default:
                    result.Append(word[i]);
                    break;
            }
        }

        return quote == '\0' ? result.ToString() : throw Invalid($"unexpected end of statement while looking for matching {(quote == '"' ? "double-quote" : "single-quote")}");
    }

    private static void AppendEscaped(char c, char quote, StringBuilder result)
    {
        // Within double quotes a backslash means something only before these.
        if (quote == '"' && c is not ('"' or '$' or '\\'))
        {
            result.Append('\\');
        }

        result.Append(c);
    }

    private static string ReadVariable(string word, ref int index, IReadOnlyList<string> env)
    {
        var start = index + 1;
        if (start < word.Length && word[start] == '{')
        {
            var close = word.IndexOf('}', start);
            if (close < 0)
            {
                throw Invalid("syntax error: missing '}'");
            }

            index = close;
            return Replace(word[(start + 1)..close], env);
        }

        var end = start;
        while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_'))
        {
            end++;
        }

        index = end - 1;
        return end == start ? "$" : Value(word[start..end], env) ?? "";
    }

    private static string Replace(string expression, IReadOnlyList<string> env)
    {
        var colon = expression.IndexOf(':');
        if (colon < 0)
        {
            return Value(expression, env) ?? "";
        }

        var value = Value(expression[..colon], env);
        var rest = expression[(colon + 1)..];
        return rest switch
        {
            ['-', ..] => string.IsNullOrEmpty(value) ? Expand(rest[1..], env) : value,
            ['+', ..] => string.IsNullOrEmpty(value) ? "" : Expand(rest[1..], env),
            _ => throw Invalid($"unsupported modifier in substitution: ${{{expression}}}"),
        };
    }

    private static string? Value(string name, IReadOnlyList<string> env) =>
        env.LastOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
