namespace Whelk.Api.Http;

/// <summary>A method, a pattern and what answers it. {id} stands for one segment, {name*} for one or more.</summary>
internal sealed record ApiRoute(string Method, string Pattern, Func<ApiCall, Task> Handler)
{
    private readonly string[] _parts = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The placeholders' values, or null where the path is another.</summary>
    internal IReadOnlyList<string>? Match(ReadOnlySpan<string> segments)
    {
        var values = new List<string>();
        var at = 0;
        for (var part = 0; part < _parts.Length; part++)
        {
            var extra = _parts[part].EndsWith("*}", StringComparison.Ordinal) ? segments.Length - _parts.Length : 0;
            if (extra < 0 || at + extra >= segments.Length)
            {
                return null;
            }

            if (_parts[part][0] == '{')
            {
                values.Add(string.Join('/', segments.Slice(at, extra + 1)!));
            }
            else if (_parts[part] != segments[at])
            {
                return null;
            }

            at += extra + 1;
        }

        return at == segments.Length ? values : null;
    }
}
