namespace Whelk.Engine.Files;

/// <summary>Places that a runtime makes in every root for what it mounts there. They are nobody's changes: Docker keeps them in a layer of their own.</summary>
internal static class MadeByRuntimes
{
    internal static IReadOnlySet<string> Paths => new HashSet<string>
    {
        "/.dockerenv", "/dev", "/proc", "/sys", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf",
    };
}
