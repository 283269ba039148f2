using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>One value of --volume: a bind ("SOURCE:TARGET[:OPTIONS]", the source a path or a volume's name) or an anonymous volume ("TARGET").</summary>
internal sealed record VolumeSpec(string? Bind, string? Anonymous)
{
    /// <param name="text">As the user gave it.</param>
    /// <param name="directory">What a source that begins with a dot is relative to.</param>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static VolumeSpec Parse(string text, string directory)
    {
        var parts = text.Split(':');
        if (text.Length == 0)
        {
            throw Invalid("invalid empty volume spec");
        }

        if (parts.Any(part => part.Length == 0))
        {
            throw Invalid($"invalid spec: {text}: empty section between colons");
        }

        if (parts.Length > 3)
        {
            throw Invalid($"invalid volume specification: '{text}'");
        }

        var target = parts.Length == 1 ? parts[0] : parts[1];
        if (!target.StartsWith('/'))
        {
            throw Invalid($"invalid volume specification: '{text}': invalid mount config for type \"volume\": invalid mount path: '{target}' mount path must be absolute");
        }

        return parts.Length == 1
            ? new VolumeSpec(null, text)
            : new VolumeSpec(string.Join(':', [SourceOf(parts[0], directory), .. parts[1..]]), null);
    }

    private static string SourceOf(string source, string directory) =>
        source.StartsWith('.') ? Path.GetFullPath(source, directory) : source;

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
