using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Errors;
using Whelk.Images.Archives;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Files;

/// <summary>The files of a workload whose root the host's kernel has mounted somewhere. Work is done on threads of its own: disks and hostile trees may be slow.</summary>
/// <param name="root">Owned from here on.</param>
/// <param name="ids">The host's ids that the workload's own are; null where they are the same.</param>
/// <param name="held">What keeps the root there; disposed after it.</param>
internal sealed class HostFileView(DirectoryHandle root, IdRange? ids, params IReadOnlyList<IDisposable> held) : IFileView
{
    private readonly FileTree _tree = new(root, ids);

    public Task<PathStatus?> TryStatAsync(string path, CancellationToken cancellationToken) => RunAsync(() => _tree.TryStat(TreePath.Parse(path)));

    public Task PackAsync(string path, Stream target, CancellationToken cancellationToken) =>
        SendAsync(packer => packer.Pack(TreePath.Parse(path)), target, cancellationToken);

    public Task PackAllAsync(Stream target, CancellationToken cancellationToken) => SendAsync(packer => packer.PackAll(), target, cancellationToken);

    public async Task UnpackAsync(string folder, ArchiveStream archive, UnpackOptions options, CancellationToken cancellationToken)
    {
        using var pipe = Pipe.Create();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var unpacking = RunAsync(() =>
        {
            using var stream = new FileStream(pipe.Read, FileAccess.Read, 0);
            new TreeUnpacker(_tree, TreePath.Parse(folder), options).Unpack(new TarReader(stream), stop.Token);
            return true;
        });
        await FinishAsync(PipeCopy.FromArchiveAsync(archive, pipe.Write, cancellationToken), unpacking, stop);
    }

    public ValueTask DisposeAsync()
    {
        root.Dispose();
        foreach (var each in held)
        {
            each.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(Action<TreePacker> pack, Stream target, CancellationToken cancellationToken)
    {
        using var pipe = Pipe.Create();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var packing = RunAsync(() =>
        {
            using var stream = new FileStream(pipe.Write, FileAccess.Write, 0);
            var archive = new TarWriter(stream);
            pack(new TreePacker(_tree, archive, stop.Token));
            archive.WriteEnd();
            return true;
        });
        await FinishAsync(PipeCopy.ToStreamAsync(pipe.Read, target, cancellationToken), packing, stop);
    }

    // What the thread says explains what the pipe then missed, unless the other side went first. The root is in use until the thread is done.
    private static async Task FinishAsync(Task copying, Task working, CancellationTokenSource stop)
    {
        await copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (copying.IsCompletedSuccessfully)
        {
            await working;
            return;
        }

        await stop.CancelAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await copying;
    }

    // What is made there is the root's of the workload, until it is given to somebody: the host's root has no id in it.
    private Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                return ids is null ? work() : FileOwner.Be(ids.Start, work);
            }
            catch (IOException exception)
            {
                throw new WhelkException(ErrorCode.Unavailable, $"the other side of the archive is gone: {exception.Message}", exception);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
