using Whelk.Errors;

namespace Whelk.Cli.Copying;

/// <summary>An end of a copy: a path of this machine, or one of a workload.</summary>
/// <param name="Container">The workload; null for this machine.</param>
/// <param name="Path">As it was written.</param>
internal sealed record ContainerPath(string? Container, string Path)
{
    /// <summary>Splits CONTAINER:PATH. A path that begins with a slash or a dot is one of this machine, whatever colons are in it.</summary>
    public static ContainerPath Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return text is ['/' or '.', ..] || colon < 0 ? new ContainerPath(null, text)
            : colon == 0 ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid argument \"{text}\": a container's name is missing before the colon")
            : new ContainerPath(text[..colon], text[(colon + 1)..]);
    }
}
