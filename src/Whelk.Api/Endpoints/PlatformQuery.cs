using Whelk.Errors;
using Whelk.Images;

namespace Whelk.Api.Endpoints;

/// <summary>The platform that a request asks for, as os/arch[/variant] or one of them. Images that are here are of one platform each.</summary>
internal static class PlatformQuery
{
    private static readonly string[] Systems = ["linux", "windows", "darwin", "freebsd"];
    private static readonly string[] Architectures = ["amd64", "arm64", "arm", "386", "ppc64le", "s390x", "riscv64", "mips64le", "loong64"];

    /// <exception cref="WhelkException">In Docker's words. InvalidArgument: no platform; NotFound: the image is of another.</exception>
    internal static void Check(string? asked, string reference, Image? image)
    {
        var (system, architecture) = Parse(asked);
        if (image is not null && ((system ?? image.Config.Os) != image.Config.Os || (architecture ?? image.Config.Architecture) != image.Config.Architecture))
        {
            throw new WhelkException(
                ErrorCode.NotFound,
                $"image with reference {reference} was found but does not match the specified platform: wanted {asked}, actual: {image.Config.Os}/{image.Config.Architecture}");
        }
    }

    /// <summary>The same for an archive that becomes an image.</summary>
    /// <exception cref="WhelkException">In Docker's words. InvalidArgument: no platform, or not Linux; Unsupported: not this machine's.</exception>
    internal static void CheckImport(string? asked)
    {
        var (system, architecture) = Parse(asked);
        if (system is not (null or "linux"))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "operating system is not supported");
        }

        if (architecture is not (null or "amd64"))
        {
            throw new WhelkException(ErrorCode.Unsupported, $"importing for {asked} is not supported by this version of whelk: it runs linux/amd64");
        }
    }

    // Null for what is not given.
    private static (string? System, string? Architecture) Parse(string? asked)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return (null, null);
        }

        var parts = asked.ToLowerInvariant().Split('/');
        var system = Array.Find(Systems, known => known == parts[0]);
        var architecture = Array.Find(Architectures, known => known == (system is null ? parts[0] : parts.ElementAtOrDefault(1)));
        return system is null && architecture is null
            ? throw new WhelkException(ErrorCode.InvalidArgument, $"\"{asked}\": unknown operating system or architecture: invalid argument")
            : (system, architecture);
    }
}
