using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;

namespace Whelk.Images.RootFileSystems;

/// <summary>Layers seen as one tree (kernel documentation, filesystems/overlayfs).</summary>
public sealed partial record OverlayMount
{
    // The kernel copies one page of options and silently drops the rest.
    private const int MaximumOptions = 4095;
    private const int MaximumLayers = 127;

    /// <summary>The top one last.</summary>
    public required IReadOnlyList<string> Lower { get; init; }

    /// <summary>Where changes go; null makes it read-only.</summary>
    public string? Upper { get; init; }

    /// <summary>Overlayfs's own, beside <see cref="Upper"/> on the same file system.</summary>
    public string? Work { get; init; }

    /// <summary>Mounts it at a folder.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="mapping">How a user namespace sees the files; the thread must be the caller's own then. Null for as they are.</param>
    /// <exception cref="WhelkException">Unsupported: more layers than Docker allows, or no mapping of ids by kernel or file system; else what the kernel says.</exception>
    public void Mount(string target, IdMapping? mapping = null)
    {
        if (Lower.Count > MaximumLayers)
        {
            throw new WhelkException(ErrorCode.Unsupported, "max depth exceeded");
        }

        if (mapping is not null)
        {
            MountMapped(target, mapping);
            return;
        }

        var flags = Upper is null ? MountFlags.MS_RDONLY : MountFlags.None;
        var options = Options(path => path);
        if (options.Length <= MaximumOptions && !HasSpecials(options))
        {
            Linux.Mounts.Mount.Add("overlay", target, "overlay", flags, options);
            return;
        }

        MountByDescriptors(target, flags);
    }

    // A descriptor's path is a tenth as long as a layer's, and has no character that would need escaping. Every kernel resolves it at once.
    private void MountByDescriptors(string target, MountFlags flags)
    {
        var handles = new Dictionary<string, DirectoryHandle>();
        try
        {
            foreach (var path in Lower.Append(Upper).Append(Work).OfType<string>())
            {
                handles[path] = DirectoryHandle.Open(path);
            }

            Linux.Mounts.Mount.Add("overlay", target, "overlay", flags, Options(path => handles[path].DescriptorPath));
        }
        finally
        {
            foreach (var handle in handles.Values)
            {
                handle.Dispose();
            }
        }
    }

    // Lower layers are shared by workloads that each have an upper of their own, so nothing in them may point at one of these (index), and
    // attributes in them may not steer the mount (metacopy, redirect_dir).
    private string Options(Func<string, string> name)
    {
        var lower = string.Join(':', Lower.Reverse().Select(name));
        return Upper is null
            ? string.Create(CultureInfo.InvariantCulture, $"lowerdir={lower}")
            : $"index=off,metacopy=off,redirect_dir=off,lowerdir={lower},upperdir={name(Upper)},workdir={name(Work!)}";
    }

    private bool HasSpecials(string options) =>
        options.Contains('\\') || Lower.Append(Upper).Append(Work).OfType<string>().Any(path => path.AsSpan().ContainsAny(':', ','));
}
