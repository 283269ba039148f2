namespace Whelk.Engine.Runtimes;

/// <summary>In which form a runtime takes a workload's root file system.</summary>
public enum RootForm
{
    /// <summary>A mounted directory: the overlay of layers and the workload's own upper side.</summary>
    Directory,

    /// <summary>The image's EROFS file, named by an annotation; the workload's upper side is a disk of its own.</summary>
    Image,
}
