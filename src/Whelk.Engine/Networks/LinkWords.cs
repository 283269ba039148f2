using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>Docker's links: name[:alias].</summary>
public static class LinkWords
{
    /// <summary>The workload that is meant, and what it is called.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static (string Name, string Alias) Parse(string text)
    {
        var parts = text.Split(':');

        // Inspect of a linked workload gives /name:/other/alias, and clients hand that back.
        var (name, alias) = parts switch
        {
            [{ Length: > 0 } only] => (only, only),
            [{ Length: > 0 } first, { Length: > 0 } second] => (first, second.Split('/')[^1]),
            _ => throw new WhelkException(ErrorCode.InvalidArgument, $"bad format for links: {text}"),
        };
        
        // A line of a file holds both.
        return (name + alias).Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? throw new WhelkException(ErrorCode.InvalidArgument, $"bad format for links: {text}")
            : (name.TrimStart('/'), alias.TrimStart('/'));
    }
}
