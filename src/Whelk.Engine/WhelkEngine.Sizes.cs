using Whelk.Engine.Workloads;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Engine;

/// <summary>Measuring what is on disk. It reads whole trees, so it is done when asked for alone, off the threads that serve.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>What a workload takes: the lengths of the files that it has written, or the blocks of the disk that holds them.</summary>
    public Task<WorkloadSize> MeasureSizeAsync(Workload workload) => MeasureAsync(() =>
    {
        var own = OwnBytes(workload.Paths);
        return new WorkloadSize(own, own + (Images.TryResolve(workload.Spec.ImageId)?.Size ?? 0));
    });

    /// <summary>What a volume's content takes.</summary>
    public Task<long> MeasureVolumeAsync(string name) => MeasureAsync(() => BytesOf(Volumes.MountPointOf(name), folder => folder.ApparentBytes()));

    private static long OwnBytes(WorkloadPaths paths) => Directory.Exists(paths.Upper)
        ? BytesOf(paths.Upper, folder => folder.ApparentBytes())
        : BytesOf(paths.Data, folder => folder.AllocatedBytes(FilePath.From(Path.GetFileName(paths.Scratch))));

    // What is removed meanwhile takes nothing.
    private static long BytesOf(string path, Func<DirectoryHandle, long> measure)
    {
        try
        {
            using var folder = DirectoryHandle.Open(path);
            return measure(folder);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT)
        {
            return 0;
        }
    }

    private static Task<T> MeasureAsync<T>(Func<T> measure) => Task.Factory.StartNew(measure, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
