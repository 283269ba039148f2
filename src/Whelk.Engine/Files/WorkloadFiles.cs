using Whelk.Archives.Trees;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images.Archives;

namespace Whelk.Engine.Files;

/// <summary>Copying out of and into a workload, by the rules of docker cp (moby, daemon/archive_unix.go). Disposed when one is done with it.</summary>
public sealed class WorkloadFiles : IAsyncDisposable
{
    private readonly IFileView _view;
    private readonly Workload _workload;
    private readonly string _asked;

    internal WorkloadFiles(IFileView view, Workload workload, string asked) => (_view, _workload, _asked) = (view, workload, asked);

    /// <summary>What a path names, from the workload's root on.</summary>
    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    public async Task<PathStatus> StatAsync(string path, CancellationToken cancellationToken) =>
        await _view.TryStatAsync(path, cancellationToken) ?? throw new WhelkException(ErrorCode.NotFound, $"Could not find the file {path} in container {_asked}");

    /// <summary>Writes what the path names, with all below it, as an archive.</summary>
    public Task PackAsync(string path, Stream target, CancellationToken cancellationToken) => _view.PackAsync(path, target, cancellationToken);

    /// <summary>Unpacks an archive, plain or packed, into a folder.</summary>
    /// <exception cref="WhelkException">In Docker's words; what was unpacked before a failure stays.</exception>
    public async Task UnpackAsync(string folder, Stream archive, UnpackOptions options, CancellationToken cancellationToken)
    {
        var status = await StatAsync(folder, cancellationToken);
        if (!status.LeadsToFolder)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "extraction point is not a directory");
        }

        CheckWritable(status.Resolved);
        await using var content = await ArchiveStream.OpenAsync(archive, cancellationToken);
        await _view.UnpackAsync(status.Resolved, content, options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _view.DisposeAsync();

    // What is in a mount is as writable as the mount; what is in none, as the root is.
    private void CheckWritable(string folder)
    {
        var around = _workload.Spec.Mounts.Where(mount => folder == mount.Destination || folder.StartsWith(mount.Destination + "/", StringComparison.Ordinal)).MaxBy(mount => mount.Destination.Length);
        if (around is { ReadOnly: true })
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "mounted volume is marked read-only");
        }

        if (around is null && _workload.Spec.Options.Host.ReadonlyRootfs)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "container rootfs is marked read-only");
        }
    }
}
