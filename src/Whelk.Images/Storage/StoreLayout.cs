using Whelk.Linux.Files;
using Whelk.Oci.Digests;

namespace Whelk.Images.Storage;

/// <summary>Where everything of the store lies. Names are made of digests alone, never of what somebody wrote.</summary>
internal sealed class StoreLayout(string root)
{
    private const uint OwnerOnly = 0x1C0; // 0700
    private const string RootName = "root";

    /// <summary>Configurations, by digest.</summary>
    public string Blobs { get; } = Path.Combine(root, "blobs", "sha256");

    /// <summary>A folder for each layer: its tree in "root", and what is known of it in "layer.json".</summary>
    public string Layers { get; } = Path.Combine(root, "layers");

    /// <summary>A file for each image that a VM has used.</summary>
    public string Erofs { get; } = Path.Combine(root, "erofs");

    /// <summary>Work in progress; emptied whenever the store is opened.</summary>
    public string Scratch { get; } = Path.Combine(root, "tmp");

    /// <summary>Which images there are, and their names.</summary>
    public string Index { get; } = Path.Combine(root, "images.json");

    public string Blob(Digest digest) => Path.Combine(Blobs, digest.Hex);

    public string Layer(Digest diffId) => Path.Combine(Layers, diffId.Hex);

    public string LayerRoot(Digest diffId) => Path.Combine(Layer(diffId), RootName);

    public string LayerRecord(Digest diffId) => LayerRecordIn(Layer(diffId));

    public string ErofsFile(Digest image) => Path.Combine(Erofs, image.Hex + ".erofs");

    /// <summary>The tree in a layer's folder, wherever that folder is.</summary>
    public static string LayerRootIn(string folder) => Path.Combine(folder, RootName);

    /// <summary>The record in a layer's folder, wherever that folder is.</summary>
    public static string LayerRecordIn(string folder) => Path.Combine(folder, "layer.json");

    public void Create()
    {
        foreach (var folder in (string[])[Blobs, Layers, Erofs, Scratch])
        {
            Directory.CreateDirectory(folder);
        }

        // Set-user-id programs and other people's secrets lie below: nobody but the owner may walk in.
        using var handle = DirectoryHandle.Open(root);
        handle.SetMode(FilePath.From("."u8), OwnerOnly);
    }
}
