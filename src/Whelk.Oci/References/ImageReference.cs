using System.Text.RegularExpressions;
using Whelk.Errors;
using Whelk.Oci.Digests;

namespace Whelk.Oci.References;

/// <summary>
/// An image's name, normalised as Docker does: "redis" is docker.io/library/redis:latest. Where a digest is given it decides, and no tag
/// is made up. Grammar: OCI distribution specification and the reference grammar of Docker's registry.
/// </summary>
public sealed partial record ImageReference
{
    private const string DefaultDomain = "docker.io";
    private const string LegacyDomain = "index.docker.io";
    private const string OfficialPrefix = "library/";
    private const string DefaultTag = "latest";
    private const int MaximumNameLength = 255;
    private const int MaximumLength = 4096;

    private ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry, with its port where one was given.</summary>
    public string Domain { get; }

    /// <summary>The repository within the registry.</summary>
    public string Path { get; }

    /// <summary>Null only where a digest was given without a tag.</summary>
    public string? Tag { get; }

    public Digest? Digest { get; }

    /// <summary>The repository without tag or digest, in full.</summary>
    public string Name => $"{Domain}/{Path}";

    /// <summary>The repository as people write it: without docker.io and library.</summary>
    public string FamiliarName => Familiarize(Domain, Path);

    /// <summary>As people write it, with tag and digest.</summary>
    public string Familiar => FamiliarName + Suffix;

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static ImageReference Parse(string text)
    {
        if (Digests.Digest.IsHex(text))
        {
            throw Invalid($"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings");
        }

        var (domain, remainder) = SplitDomain(text);
        var repository = remainder.Split(':', 2)[0];
        if (repository.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            throw Invalid($"invalid reference format: repository name ({repository}) must be lowercase");
        }

        if (text.Length > MaximumLength)
        {
            throw Invalid("invalid reference format");
        }

        return FromMatch(Grammar().Match($"{domain}/{remainder}"));
    }

    /// <summary>A repository and the tag beside it, as two fields of a request give them.</summary>
    /// <param name="repository">May have a tag of its own, which counts where no other is given, or a digest, which counts alone.</param>
    /// <param name="tag">A tag, or a digest; null or empty for none.</param>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static ImageReference Parse(string repository, string? tag)
    {
        var name = Parse(repository);
        return string.IsNullOrEmpty(tag) || name.Digest is not null ? name
            : tag.Contains(':') ? Parse($"{name.Name}@{tag}")
            : TryParse($"{name.Name}:{tag}", out var tagged) && tagged!.Tag == tag ? tagged
            : throw Invalid("invalid tag format");
    }

    public static bool TryParse(string text, out ImageReference? reference)
    {
        try
        {
            reference = Parse(text);
            return true;
        }
        catch (WhelkException)
        {
            reference = null;
            return false;
        }
    }

    /// <summary>In full, so that parsing it again gives the same reference.</summary>
    public override string ToString() => Name + Suffix;

    private static ImageReference FromMatch(Match match)
    {
        if (!match.Success)
        {
            throw Invalid("invalid reference format");
        }

        if (match.Groups["path"].Length > MaximumNameLength)
        {
            throw Invalid($"repository name must not be more than {MaximumNameLength} characters");
        }

        Digest? digest = match.Groups["digest"].Success ? Digests.Digest.Parse(match.Groups["digest"].Value) : null;
        var tag = match.Groups["tag"].Success ? match.Groups["tag"].Value : digest is null ? DefaultTag : null;
        return new ImageReference(match.Groups["domain"].Value, match.Groups["path"].Value, tag, digest);
    }

    private static (string Domain, string Remainder) SplitDomain(string text)
    {
        var slash = text.IndexOf('/');
        var first = slash < 0 ? "" : text[..slash];
        var (domain, remainder) = IsDomain(first) ? (first, text[(slash + 1)..]) : (DefaultDomain, text);
        domain = domain == LegacyDomain ? DefaultDomain : domain;
        return domain == DefaultDomain && !remainder.Contains('/') ? (domain, OfficialPrefix + remainder) : (domain, remainder);
    }

    // Upper-case letters cannot be part of a repository, so "Host/x" can only name a registry.
    private static bool IsDomain(string first) =>
        first == "localhost" || first.AsSpan().ContainsAny('.', ':') || first.AsSpan().ContainsAnyInRange('A', 'Z');

    private static string Familiarize(string domain, string path)
    {
        if (domain != DefaultDomain)
        {
            return $"{domain}/{path}";
        }

        var official = path.StartsWith(OfficialPrefix, StringComparison.Ordinal) && path.IndexOf('/', OfficialPrefix.Length) < 0;
        return official ? path[OfficialPrefix.Length..] : path;
    }

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    // No part can match the same text in two ways, so it takes linear time; the length is bounded before.
    [GeneratedRegex(
        """
        \A
        (?<domain> (?: [a-zA-Z0-9] (?: [a-zA-Z0-9-]* [a-zA-Z0-9] )? (?: \. [a-zA-Z0-9] (?: [a-zA-Z0-9-]* [a-zA-Z0-9] )? )* | \[ [a-fA-F0-9:]+ \] ) (?: : [0-9]+ )? )
        / (?<path> [a-z0-9]+ (?: (?: [._] | __ | -+ ) [a-z0-9]+ )* (?: / [a-z0-9]+ (?: (?: [._] | __ | -+ ) [a-z0-9]+ )* )* )
        (?: : (?<tag> [A-Za-z0-9_] [A-Za-z0-9_.-]{0,127} ) )?
        (?: @ (?<digest> [A-Za-z][A-Za-z0-9]* (?: [-_+.] [A-Za-z][A-Za-z0-9]* )* : [0-9a-fA-F]{32,} ) )?
        \z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();
}
