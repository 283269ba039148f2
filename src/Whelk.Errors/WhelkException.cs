namespace Whelk.Errors;

/// <summary>The one root of every failure that Whelk reports (docs/adr/0001).</summary>
public class WhelkException : Exception
{
    /// <param name="code">The case a caller may act on.</param>
    /// <param name="message">For a person, in Docker's words where Docker has them.</param>
    /// <param name="inner">What it was made of, where another layer failed first.</param>
    public WhelkException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The case a caller may act on.</summary>
    public ErrorCode Code { get; }

    /// <summary>The same failure with what a layer above was doing in front: "doing: reason".</summary>
    public WhelkException While(string doing) => new(Code, $"{doing}: {Message}", this);
}
