using Whelk.Archives.Trees;
using Whelk.Images.Archives;

namespace Whelk.Engine.Files;

/// <summary>The files of one workload, as its processes see them. Paths are from its root on. Disposed when one is done with it.</summary>
internal interface IFileView : IAsyncDisposable
{
    /// <summary>What a path names; null where there is nothing.</summary>
    public Task<PathStatus?> TryStatAsync(string path, CancellationToken cancellationToken);

    /// <summary>Writes one thing with all below it as an archive.</summary>
    public Task PackAsync(string path, Stream target, CancellationToken cancellationToken);

    /// <summary>Writes everything but what is mounted as an archive.</summary>
    public Task PackAllAsync(Stream target, CancellationToken cancellationToken);

    /// <summary>Unpacks an archive into a folder.</summary>
    public Task UnpackAsync(string folder, ArchiveStream archive, UnpackOptions options, CancellationToken cancellationToken);
}
