using System.Security.Cryptography;
using Whelk.Oci.Digests;
using Whelk.Oci.Images;
using Whelk.Oci.References;

namespace Whelk.Engine;

/// <summary>The image that comes with Whelk, so that a host without a registry can run something at once.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Its name.</summary>
    public const string BuiltInImage = "whelk/base";

    private const string BuiltInArchive = "base.tar";

    // Again where the installation came with another one: its layer is named after the archive's digest.
    private async Task ImportBuiltInAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Options.Installation, BuiltInArchive);
        if (!File.Exists(path))
        {
            return;
        }

        await using var archive = File.OpenRead(path);
        var digest = Digest.FromHash(await SHA256.HashDataAsync(archive, cancellationToken));
        if (Images.TryResolve(BuiltInImage)?.Config.Rootfs.DiffIds is [var layer] && layer == digest.ToString())
        {
            return;
        }

        archive.Position = 0;
        var defaults = new ImageProcessConfig { Cmd = ["/bin/sh"], Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] };
        await Images.ImportAsync(archive, ImageReference.Parse(BuiltInImage), defaults, "comes with Whelk", cancellationToken);
    }
}
