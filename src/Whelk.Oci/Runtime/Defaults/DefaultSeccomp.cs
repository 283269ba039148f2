using Whelk.Oci.Runtime.Seccomp;

namespace Whelk.Oci.Runtime.Defaults;

/// <summary>
/// Docker's default seccomp profile. The embedded seccomp-default.json is profiles/seccomp/default.json of Docker 26.1.5
/// (https://github.com/moby/moby, Apache-2.0), unchanged, as Debian ships it in golang-github-docker-docker-dev.
/// </summary>
public static class DefaultSeccomp
{
    private const string Resource = "Whelk.Oci.Runtime.Defaults.seccomp-default.json";

    private static readonly Lazy<SeccompProfile> LazyProfile = new(Load);
    private static readonly Lazy<LinuxSeccomp> LazyDefault = new(() => Translate(DefaultCapabilities.All));

    /// <summary>The profile in Docker's own format.</summary>
    public static SeccompProfile Profile => LazyProfile.Value;

    /// <summary>The filter for the default capabilities; made once.</summary>
    public static LinuxSeccomp Default => LazyDefault.Value;

    /// <summary>The filter for a process whose bounding set is this.</summary>
    public static LinuxSeccomp For(IReadOnlyCollection<string> capabilities) =>
        DefaultCapabilities.IsDefault(capabilities) ? Default : Translate(capabilities);

    private static LinuxSeccomp Translate(IReadOnlyCollection<string> capabilities) =>
        SeccompTranslation.Translate(Profile, capabilities, Environment.OSVersion.Version)
        ?? throw new InvalidOperationException("Docker's profile filters.");

    private static SeccompProfile Load()
    {
        using var resource = typeof(DefaultSeccomp).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        var json = new byte[resource.Length];
        resource.ReadExactly(json);
        return SeccompProfile.Parse(json);
    }
}
