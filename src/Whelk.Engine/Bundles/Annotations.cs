namespace Whelk.Engine.Bundles;

/// <summary>What whelk-vm reads beyond the OCI specification. The same words stand in its own source: it never references the engine.</summary>
internal static class Annotations
{
    private const string Prefix = "io.whelk.";

    /// <summary>Whether a key is one of these, so that no request may set it.</summary>
    internal static bool AreOurs(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of the image's EROFS file.</summary>
    internal const string RootErofs = "io.whelk.root.erofs";

    /// <summary>The path of the disk that holds what the workload writes.</summary>
    internal const string RootScratch = "io.whelk.root.scratch";

    /// <summary>"true": what it writes may be lost with it, and lives in the guest's memory.</summary>
    internal const string RootEphemeral = "io.whelk.root.ephemeral";

    /// <summary>How it is to start, as a <see cref="Runtimes.StartWay"/> is named.</summary>
    internal const string Start = "io.whelk.start";

    /// <summary>"true": its program is not run, only held back.</summary>
    internal const string Hold = "io.whelk.hold";
}
